package io.referee.sip.header;

import io.referee.sip.uri.Parameters;

import java.util.Optional;

/// `Event` (RFC 6665 §8.2.1): what a subscription is about. *Immutable.*
///
/// @param type the event package with its templates, such as `refer` or `presence.winfo`
/// @param id tells several subscriptions of one dialog apart; empty when not said
public record Event(String type, String id) {
    /// The package of REFER (RFC 3515 §3).
    public static final Event REFER = new Event("refer", "");

    /// Reads `refer;id=93809823`; empty when there is no type.
    public static Optional<Event> parse(String text) {
        int semicolon = text.indexOf(';');
        String type = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        if (type.isEmpty()) {
            return Optional.empty();
        }
        String id =
                semicolon < 0
                        ? ""
                        : Parameters.parse(text.substring(semicolon)).value("id").orElse("");
        return Optional.of(new Event(type, id));
    }

    /// The subscription of the REFER with this CSeq number (RFC 3515 §2.4.6).
    public static Event refer(long cseq) {
        return new Event("refer", Long.toString(cseq));
    }

    /// Whether it is about this package; types are compared without case.
    public boolean isOf(String eventPackage) {
        return type.equalsIgnoreCase(eventPackage);
    }

    /// Whether both name the same subscription of a dialog: type and id are the same (RFC 6665
    /// §4.5.1).
    public boolean matches(Event other) {
        return isOf(other.type) && id.equals(other.id);
    }

    /// As in a message.
    public String text() {
        return id.isEmpty() ? type : type + ";id=" + id;
    }
}
