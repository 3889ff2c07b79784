package io.referee.sip.sdp;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Cutting and mending of *clean text*: lines that each end with CRLF, with CR and LF nowhere else.
///
/// One character of clean text is one byte of the body (ISO 8859-1), so that bytes of any character
/// set survive. What people read or write is UTF-8 and passes [#shown] or [#raw].
final class Lines {
    static final String END = "\r\n";

    private static final String[] USUAL = {"audio", "RTP/AVP", "0", "8"};

    private Lines() {}

    /// Start of the first line, other than line one, that begins as `key` says; -1 if there is
    /// none. The key starts with a line feed: `"\na=setup:"`.
    static int find(String text, String key) {
        int at = text.indexOf(key);
        return at < 0 ? -1 : at + 1;
    }

    /// Index of the CR that ends the line at `start`.
    static int end(String text, int start) {
        return text.indexOf('\r', start);
    }

    /// Start of the line after the one at `start`; the length of the text after the last.
    static int next(String text, int start) {
        return end(text, start) + END.length();
    }

    /// What follows `x=` on the line at `start`.
    static String value(String text, int start) {
        return text.substring(start + 2, end(text, start));
    }

    static String replaced(String text, int start, String line) {
        return text.substring(0, start) + line + text.substring(end(text, start));
    }

    static String inserted(String text, int at, String line) {
        return text.substring(0, at) + line + END + text.substring(at);
    }

    static String removed(String text, int start) {
        return text.substring(0, start) + text.substring(next(text, start));
    }

    /// The text without the lines, other than line one, that begin as `key` says.
    static String without(String text, String key) {
        String rest = text;
        for (int at = find(rest, key); at >= 0; at = find(rest, key)) {
            rest = removed(rest, at);
        }
        return rest;
    }

    /// Appends every line of `text` that begins with `prefix`.
    static void copy(String text, String prefix, StringBuilder to) {
        for (int at = 0; at < text.length(); at = next(text, at)) {
            if (text.startsWith(prefix, at)) {
                to.append(text, at, next(text, at));
            }
        }
    }

    /// The words between single or repeated spaces.
    static List<String> words(String line) {
        List<String> words = new ArrayList<>(8);
        int start = 0;
        while (start < line.length()) {
            int space = line.indexOf(' ', start);
            int stop = space < 0 ? line.length() : space;
            if (stop > start) {
                words.add(line.substring(start, stop));
            }
            start = stop + 1;
        }
        return words;
    }

    /// How many words there are on the line at `start`, behind `x=`.
    static int count(String text, int start) {
        int words = 0;
        int end = end(text, start);
        for (int at = start + 2; at < end; at++) {
            boolean begins = text.charAt(at - 1) == ' ' || at == start + 2;
            words += begins && text.charAt(at) != ' ' ? 1 : 0;
        }
        return words;
    }

    /// The word with this number on the line at `start`, behind `x=`; null when there are fewer.
    /// For those who need no others: a list of all is a dozen objects.
    static @Nullable String word(String text, int start, int number) {
        int end = end(text, start);
        int at = start + 2;
        for (int left = number; at < end; left--) {
            while (at < end && text.charAt(at) == ' ') {
                at++;
            }
            int space = text.indexOf(' ', at);
            int stop = space < 0 || space > end ? end : space;
            if (left == 0) {
                return stop > at ? known(text, at, stop) : null;
            }
            at = stop;
        }
        return null;
    }

    /// One copy of the words that nearly every `m=` line has.
    private static String known(String text, int from, int to) {
        for (String usual : USUAL) {
            if (usual.length() == to - from && text.startsWith(usual, from)) {
                return usual;
            }
        }
        return text.substring(from, to);
    }

    /// Value of the first attribute of that name, empty for one without a value; null if there is
    /// none.
    static @Nullable String attribute(String text, String name) {
        String key = "\na=" + name;
        for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
            int stop = at + key.length();
            char after = text.charAt(stop);
            if (after == '\r') {
                return "";
            }
            if (after == ':') {
                return shown(text.substring(stop + 1, end(text, stop)));
            }
        }
        return null;
    }

    static List<Attribute> attributes(String text) {
        List<Attribute> found = new ArrayList<>();
        for (int at = 0; at < text.length(); at = next(text, at)) {
            if (text.startsWith("a=", at)) {
                found.add(Attribute.of(shown(value(text, at))));
            }
        }
        return List.copyOf(found);
    }

    /// The last direction attribute: of several, most phones obey the last.
    static @Nullable Direction direction(String text) {
        Direction found = null;
        for (int at = 0; at < text.length(); at = next(text, at)) {
            Direction here = Direction.ofLine(text, at);
            found = here == null ? found : here;
        }
        return found;
    }

    /// The text without direction attributes.
    static String withoutDirection(String text) {
        String rest = text;
        int at = 0;
        while (at < rest.length()) {
            if (Direction.ofLine(rest, at) == null) {
                at = next(rest, at);
            } else {
                rest = removed(rest, at);
            }
        }
        return rest;
    }

    /// Bytes of UTF-8 as a person reads them.
    static String shown(String raw) {
        return isAscii(raw)
                ? raw
                : new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /// The inverse of [#shown].
    static String raw(String shown) {
        return isAscii(shown)
                ? shown
                : new String(shown.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// Refuses text that would break out of its line.
    static void requireOneLine(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not one line: " + text);
        }
    }

    /// Refuses text that is not exactly one word.
    static void requireWord(String text) {
        requireOneLine(text);
        if (text.isEmpty() || text.indexOf(' ') >= 0) {
            throw new IllegalArgumentException("not one word: '" + text + "'");
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
