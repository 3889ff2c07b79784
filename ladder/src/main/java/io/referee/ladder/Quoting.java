package io.referee.ladder;

/// How words are written so that they read back as themselves.
final class Quoting {
    private Quoting() {}

    static String quoteWhenNeeded(String text) {
        return needsQuotes(text) ? quote(text) : text;
    }

    static String quote(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return '"' + escaped.replace("\r", "\\r") + '"';
    }

    static boolean needsQuotes(String text) {
        return text.isEmpty()
                || text.startsWith("\"")
                || text.startsWith("#")
                || text.chars().anyMatch(Character::isWhitespace);
    }

    static boolean looksLikePair(String text) {
        return pairSign(text) > 0;
    }

    /// Where the first `:` or `=` after a non-empty key is, or -1 when the word is bare.
    static int pairSign(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ':' || c == '=') {
                return i == 0 ? -1 : i;
            }
            if (!isKeyCharacter(c)) {
                return -1;
            }
        }
        return -1;
    }

    static boolean isKeyCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
    }
}
