package io.referee.server.transfer;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

/// How a Refer-To of ours is written (`transfers.md` A3 rule 1, A10.8): always in angle brackets,
/// never with a display name, URI parameters in front of the URI's headers. *Immutable.*
///
/// @param uri the target with everything it carries
record ReferTo(Uri uri) {
    /// With a parameter by which the call that follows is recognised. A `tel` URI stays as it is:
    /// what it becomes on its way does not come back. A value such as a Call-ID is escaped.
    ReferTo marked(WantedRefer.Mark mark) {
        return uri instanceof SipUri sip && !mark.parameter().isEmpty()
                ? new ReferTo(sip.withParameter(mark.parameter(), Escapes.escape(mark.value())))
                : this;
    }

    /// With a Replaces for the INVITE that follows, instead of any other.
    ReferTo replacing(String replaces) {
        return uri instanceof SipUri sip
                ? new ReferTo(withHeaders(sip, "Replaces=" + Escapes.escape(replaces)))
                : this;
    }

    /// Without any Replaces.
    ReferTo blind() {
        return uri instanceof SipUri sip ? new ReferTo(withHeaders(sip, "")) : this;
    }

    private static SipUri withHeaders(SipUri sip, String header) {
        StringBuilder headers = new StringBuilder(header);
        for (String other : sip.headers().isEmpty() ? new String[0] : sip.headers().split("&")) {
            int equals = other.indexOf('=');
            String name = Escapes.unescape(equals < 0 ? other : other.substring(0, equals));
            if (!name.equalsIgnoreCase("Replaces")) {
                headers.append(headers.isEmpty() ? "" : "&").append(other);
            }
        }
        return new SipUri(
                sip.secure(),
                sip.user(),
                sip.password(),
                sip.host(),
                sip.port(),
                sip.parameters().without("Replaces"),
                headers.toString());
    }

    Header header() {
        return Header.of(HeaderName.REFER_TO, bracketed(uri));
    }

    static String bracketed(Uri uri) {
        return NameAddr.of(uri).text();
    }
}
