package io.referee.server.api;

import java.util.ArrayList;
import java.util.List;

/// A word, sign or literal of a `where` expression. *Immutable.*
///
/// @param text of a text without its quotes
/// @param at the number of its first character, from 1
record OlderToken(Kind kind, String text, int at) {

    /// What it is.
    enum Kind {
        WORD,
        NUMBER,
        TEXT,
        SIGN,
        END
    }

    private static final List<String> SIGNS =
            List.of("==", "!=", "<=", ">=", "&&", "||", "=", "<", ">", "(", ")", ".");

    boolean is(String other) {
        return text.equalsIgnoreCase(other);
    }

    /// The tokens of an expression, the last of which is an end.
    ///
    /// @throws Problem 400 with the character where they stop making sense
    static List<OlderToken> tokens(String text) {
        List<OlderToken> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
                continue;
            }
            int end = end(text, at);
            tokens.add(token(text, at, end));
            at = end;
        }
        tokens.add(new OlderToken(Kind.END, "", text.length() + 1));
        return tokens;
    }

    static Problem wrong(int at, String expected) {
        return Problem.badRequest("where, character " + at + ": expected is " + expected + ".");
    }

    private static OlderToken token(String text, int at, int end) {
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            return new OlderToken(Kind.TEXT, unquoted(text.substring(at + 1, end - 1)), at + 1);
        }
        Kind kind =
                isDigit(first) || first == '-'
                        ? Kind.NUMBER
                        : isLetter(first) ? Kind.WORD : Kind.SIGN;
        return new OlderToken(kind, text.substring(at, end), at + 1);
    }

    private static int end(String text, int at) {
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            return quoteEnd(text, at);
        }
        if (isLetter(first)) {
            return wordEnd(text, at + 1, false);
        }
        if (isDigit(first) || first == '-' && at + 1 < text.length()) {
            return wordEnd(text, at + 1, true);
        }
        return SIGNS.stream()
                .filter(sign -> text.startsWith(sign, at))
                .findFirst()
                .map(sign -> at + sign.length())
                .orElseThrow(() -> wrong(at + 1, "a field, a sign or a literal"));
    }

    private static int quoteEnd(String text, int at) {
        for (int i = at + 1; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == text.charAt(at)) {
                return i + 1;
            }
        }
        throw wrong(text.length() + 1, "the end of the text that begins at " + (at + 1));
    }

    private static int wordEnd(String text, int from, boolean number) {
        int end = from;
        while (end < text.length()
                && (isDigit(text.charAt(end))
                        || (number ? text.charAt(end) == '.' : isLetter(text.charAt(end))))) {
            end++;
        }
        return end;
    }

    private static String unquoted(String inside) {
        StringBuilder text = new StringBuilder(inside.length());
        for (int i = 0; i < inside.length(); i++) {
            boolean escape = inside.charAt(i) == '\\' && i + 1 < inside.length();
            i += escape ? 1 : 0;
            text.append(inside.charAt(i));
        }
        return text.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
