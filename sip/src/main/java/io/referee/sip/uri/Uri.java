package io.referee.sip.uri;

import io.referee.sip.message.Bounds;

import java.util.Optional;

/// A URI of any scheme (RFC 3261 §19.1, RFC 3986). *Immutable.*
public sealed interface Uri permits SipUri, TelUri, OtherUri {

    /// As it is written in a message.
    String text();

    /// The scheme in lower case.
    String scheme();

    /// Reads a URI; empty when it is none.
    static Optional<Uri> parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || text.length() > Bounds.URI_CHARS || !schemeLike(text, colon)) {
            return Optional.empty();
        }
        if (text.regionMatches(true, 0, "sip:", 0, 4)
                || text.regionMatches(true, 0, "sips:", 0, 5)) {
            return SipUri.parse(text).map(uri -> uri);
        }
        if (text.regionMatches(true, 0, "tel:", 0, 4)) {
            Optional<TelUri> number = TelUri.parse(text);
            if (number.isPresent()) {
                return Optional.of(number.get());
            }
        }
        for (int i = colon; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == 127) {
                return Optional.empty();
            }
        }
        return Optional.of(new OtherUri(text.substring(0, colon), text.substring(colon + 1)));
    }

    private static boolean schemeLike(String text, int colon) {
        for (int i = 0; i < colon; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean later = i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.');
            if (!letter && !later) {
                return false;
            }
        }
        return true;
    }
}
