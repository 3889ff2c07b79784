package io.referee.sip.sdp;

/// One `a=` line, `a=name` or `a=name:value` (RFC 8866 §5.13). *Immutable.*
///
/// @param value empty when the attribute is a flag
public record Attribute(String name, String value) {

    static Attribute of(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Attribute(text, "")
                : new Attribute(text.substring(0, colon), text.substring(colon + 1));
    }
}
