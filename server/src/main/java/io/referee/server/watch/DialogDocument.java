package io.referee.server.watch;

import io.referee.sip.message.MediaType;
import io.referee.sip.uri.Parameters;

import java.util.Collection;
import java.util.Locale;

/// The body of a NOTIFY: dialogs of one account (RFC 4235 §4). *Immutable.*
///
/// @param version one more in each document of a subscription, from 0
/// @param aor whose dialogs they are, `name@domain`
record DialogDocument(long version, Scope scope, String aor, Collection<DialogElement> dialogs) {
    /// Most dialogs of one document; what is left over comes with the next one.
    static final int MAX_DIALOGS = 25;

    static final MediaType TYPE = new MediaType("application", "dialog-info+xml", Parameters.NONE);

    /// What a document says of dialogs that it does not name.
    enum Scope {
        /// There are no others.
        FULL,
        /// They are as they were.
        PARTIAL
    }

    byte[] octets() {
        XmlText xml = new XmlText();
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dialog-info")
                .attribute("xmlns", "urn:ietf:params:xml:ns:dialog-info")
                .attribute("version", Long.toString(version))
                .attribute("state", scope.name().toLowerCase(Locale.ROOT))
                .attribute("entity", "sip:" + aor)
                .raw(">\n");
        dialogs.forEach(dialog -> dialog.write(xml));
        return xml.raw("</dialog-info>\n").octets();
    }
}
