package io.referee.sip.message;

/// Tokens: the words that methods, header names and transports are made of (RFC 3261 §25.1).
public final class Tokens {
    private Tokens() {}

    /// Whether the text is a token: one or more letters, digits or `-.!%*_+`'~`.
    public static boolean token(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!tokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean tokenChar(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "-.!%*_+`'~".indexOf(c) >= 0;
    }
}
