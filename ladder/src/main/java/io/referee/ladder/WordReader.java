package io.referee.ladder;

import java.util.ArrayList;
import java.util.List;

/// Cuts the text behind a verb sign into words. Used once, by one thread.
final class WordReader {
    private final String text;
    private int at;

    WordReader(String text) {
        this.text = text;
    }

    Words read() {
        List<Word> words = new ArrayList<>();
        skipBlanks();
        while (at < text.length() && text.charAt(at) != '#') {
            words.add(word());
            skipBlanks();
        }
        return new Words(words);
    }

    private Word word() {
        if (text.charAt(at) == '"') {
            return new Word.Bare(quoted());
        }
        int end = endOfWord();
        int sign = Quoting.pairSign(text.substring(at, end));
        return sign < 0 ? new Word.Bare(cut(end)) : pair(at + sign);
    }

    private Word pair(int sign) {
        String key = text.substring(at, sign);
        at = sign + 1;
        String value = value(key + text.charAt(sign));
        return text.charAt(sign) == ':' ? new Word.Colon(key, value) : new Word.Equal(key, value);
    }

    private String value(String start) {
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        if (endOfWord() == at) {
            throw new IllegalArgumentException(
                    "no value directly after '"
                            + start
                            + "'; an empty one is written "
                            + start
                            + "\"\"");
        }
        return cut(endOfWord());
    }

    private String quoted() {
        int start = at++;
        StringBuilder content = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            content.append(text.charAt(at) == '\\' ? escaped() : text.charAt(at));
            at++;
        }
        if (at >= text.length()) {
            throw new IllegalArgumentException("quote is not closed: " + text.substring(start));
        }
        at++;
        if (endOfWord() != at) {
            throw new IllegalArgumentException(
                    "blank missing behind the quote: " + text.substring(start, endOfWord()));
        }
        return content.toString();
    }

    private char escaped() {
        at++;
        char c = at < text.length() ? text.charAt(at) : ' ';
        return switch (c) {
            case '"', '\\' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            default ->
                    throw new IllegalArgumentException(
                            "'\\" + c + "' in quotes; there are \\\" \\\\ \\n and \\r");
        };
    }

    private String cut(int end) {
        String piece = text.substring(at, end);
        at = end;
        return piece;
    }

    private int endOfWord() {
        int end = at;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
