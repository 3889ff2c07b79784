package io.referee.server.dialplan.rule;

import java.util.Map;
import java.util.Optional;

/// A pattern of RE2 as Ruby reads it. What the two mean differently by the same signs is written
/// out; what Ruby cannot say, or says otherwise in ways that this does not know, has no
/// translation.
final class RubyPattern {
    private static final Map<String, String> CLASSES =
            Map.of(
                    "alnum", "0-9A-Za-z",
                    "alpha", "A-Za-z",
                    "digit", "0-9",
                    "lower", "a-z",
                    "upper", "A-Z",
                    "word", "0-9A-Za-z_",
                    "xdigit", "0-9A-Fa-f",
                    "space", "\\t\\n\\v\\f\\r ",
                    "blank", "\\t ");
    private static final String SPACE = "\\t\\n\\f\\r ";
    private static final String SAME_LETTERS = "dDwWbBAztnrfv";

    private final String regex;
    private final StringBuilder ruby = new StringBuilder();
    private int at;
    private boolean possible = true;

    private RubyPattern(String regex) {
        this.regex = regex;
    }

    /// The pattern for `Regexp.new`; empty when there is none.
    static Optional<String> of(String regex) {
        RubyPattern pattern = new RubyPattern(regex);
        while (pattern.at < regex.length() && pattern.possible) {
            pattern.next();
        }
        return pattern.possible ? Optional.of(pattern.ruby.toString()) : Optional.empty();
    }

    private void next() {
        char c = regex.charAt(at);
        switch (c) {
            case '\\' -> escape(false);
            case '[' -> set();
            case '(' -> group();
            case '{' -> brace();
            case '^' -> write("\\A", 1);
            case '$' -> write("\\z", 1);
            default -> write(String.valueOf(c), 1);
        }
    }

    private void write(String text, int read) {
        ruby.append(text);
        at += read;
    }

    /// An option in the middle of a pattern ends at another place in Ruby.
    private void group() {
        boolean first = ruby.isEmpty() || ruby.toString().equals("\\A(?:");
        if (!regex.startsWith("(?", at) || regex.startsWith("(?:", at)) {
            write("(", 1);
        } else if (regex.startsWith("(?P<", at)) {
            write("(?<", 4);
        } else if (regex.startsWith("(?i:", at)) {
            write("(?i:", 4);
        } else if (first && regex.startsWith("(?i)", at)) {
            write("(?i)", 4);
        } else {
            possible = false;
        }
    }

    /// A brace that counts nothing is a brace.
    private void brace() {
        int close = regex.indexOf('}', at);
        String inside = close < 0 ? "" : regex.substring(at + 1, close);
        int comma = inside.indexOf(',');
        String least = comma < 0 ? inside : inside.substring(0, comma);
        String most = comma < 0 ? "" : inside.substring(comma + 1);
        boolean counts = !least.isEmpty() && digits(least) && digits(most);
        if (counts) {
            write(regex.substring(at, close + 1), close + 1 - at);
        } else {
            write("\\{", 1);
        }
    }

    private static boolean digits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void escape(boolean inSet) {
        if (at + 1 >= regex.length()) {
            possible = false;
            return;
        }
        char c = regex.charAt(at + 1);
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        if (c == 's') {
            write(inSet ? SPACE : "[" + SPACE + "]", 2);
        } else if (c == 'S' && !inSet) {
            write("[^" + SPACE + "]", 2);
        } else if (!letter && c < 0x80) {
            write("\\" + c, 2);
        } else if (SAME_LETTERS.indexOf(c) >= 0 && !(inSet && "bBAz".indexOf(c) >= 0)) {
            write("\\" + c, 2);
        } else {
            possible = false;
        }
    }

    private void set() {
        write("[", 1);
        if (regex.startsWith("^", at)) {
            write("^", 1);
        }
        boolean first = true;
        while (at < regex.length() && possible && (first || regex.charAt(at) != ']')) {
            element();
            first = false;
        }
        write("]", 1);
    }

    private void element() {
        char c = regex.charAt(at);
        if (regex.startsWith("[:", at)) {
            named();
        } else if (c == '\\') {
            escape(true);
        } else if (c == '[' || c == ']' || c == '&' || c == '^') {
            write("\\" + c, 1);
        } else {
            write(String.valueOf(c), 1);
        }
    }

    private void named() {
        int close = regex.indexOf(":]", at);
        String meaning = close < 0 ? null : CLASSES.get(regex.substring(at + 2, close));
        if (meaning == null) {
            possible = false;
        } else {
            write(meaning, close + 2 - at);
        }
    }
}
