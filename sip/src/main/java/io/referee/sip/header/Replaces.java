package io.referee.sip.header;

import io.referee.sip.uri.Escapes;

import java.util.Optional;

/// `Replaces` (RFC 3891 §6.1): names a dialog of the receiver that the new one shall take the place
/// of. *Immutable.*
///
/// @param toTag the receiver's own tag in that dialog; `0` also stands for none (RFC 2543)
/// @param fromTag the other party's tag in it; `0` also stands for none
public record Replaces(String callId, String toTag, String fromTag, When when) {
    /// In which state the dialog may be replaced.
    public enum When {
        /// Early or confirmed.
        ALWAYS,
        /// Only before it was answered: `early-only`.
        EARLY_ONLY
    }

    /// Reads one value; empty when it has no Call-ID, no `to-tag` or no `from-tag`, or one of the
    /// tags twice.
    public static Optional<Replaces> parse(String text) {
        return DialogName.parse(text, "to-tag", "from-tag").map(Replaces::of);
    }

    private static Replaces of(DialogName name) {
        When when = name.parameters().has("early-only") ? When.EARLY_ONLY : When.ALWAYS;
        return new Replaces(name.callId(), name.first(), name.second(), when);
    }

    /// Reads the form that stands in the headers of a URI (RFC 3891 §4, as in Refer-To), where each
    /// octet may be escaped once.
    public static Optional<Replaces> parseEscaped(String text) {
        return parse(Escapes.unescape(text));
    }

    /// Whether a dialog with these names, seen by the receiver, is the one that is meant. A tag of
    /// `0` also matches a dialog whose tag is missing (RFC 3891 §3).
    public boolean names(String dialogCallId, String localTag, String remoteTag) {
        return callId.equals(dialogCallId) && same(toTag, localTag) && same(fromTag, remoteTag);
    }

    private static boolean same(String named, String tag) {
        return named.equals(tag) || named.equals("0") && tag.isEmpty();
    }

    /// As in a message.
    public String text() {
        return callId
                + ";to-tag="
                + toTag
                + ";from-tag="
                + fromTag
                + (when == When.EARLY_ONLY ? ";early-only" : "");
    }

    /// As in the headers of a URI, behind `Replaces=`.
    public String escaped() {
        return Escapes.escape(text());
    }
}
