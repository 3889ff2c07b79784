package io.referee.server.dialplan;

import java.util.ArrayList;
import java.util.List;

/// What a dialled number is compared with: a row of elements, each of which takes one character.
/// *Immutable.*
///
/// `X` is a digit, `Z` 1 to 9, `N` 2 to 9 (capitals only); a leading `_` is dropped; in a prefix
/// `.` is any character and `[2-9]` one of a set; everything else, `*` and `+` too, stands for
/// itself.
public final class Pattern {
    /// The longest pattern, in characters.
    public static final int MAX_LENGTH = 128;

    private static final String NOT_AVAILABLE = "\\^$(){}|?";

    /// How much of the number must match.
    public enum Extent {
        /// All of it: equal, or equal with the wildcards `X`, `Z`, `N`.
        EXACT,
        /// Its beginning.
        PREFIX
    }

    private sealed interface Element {
        record Literal(char character) implements Element {}

        record DigitFrom(char lowest) implements Element {}

        record AnyCharacter() implements Element {}

        /// The characters from `pairs[2i]` to `pairs[2i+1]`.
        record OneOf(String pairs) implements Element {}
    }

    private final Extent extent;
    private final String text;
    private final List<Element> elements;

    private Pattern(Extent extent, String text, List<Element> elements) {
        this.extent = extent;
        this.text = text;
        this.elements = List.copyOf(elements);
    }

    /// Reads a pattern.
    public static Parsed<Pattern> parse(Extent extent, String text) {
        String body = text.startsWith("_") ? text.substring(1) : text;
        if (body.isEmpty()) {
            return wrong("must not be empty.");
        }
        if (body.length() > MAX_LENGTH) {
            return wrong("must not be longer than " + MAX_LENGTH + " characters.");
        }
        return switch (extent) {
            case EXACT -> new Parsed.Good<>(new Pattern(extent, text, wildcards(body)));
            case PREFIX -> prefix(text, body);
        };
    }

    /// Whether a dialled number matches; upper and lower case are different.
    public boolean matches(String dialled) {
        return switch (extent) {
            case EXACT ->
                    dialled.equals(text) || dialled.length() == elements.size() && begins(dialled);
            case PREFIX -> dialled.length() >= elements.size() && begins(dialled);
        };
    }

    /// The pattern as it was written.
    @Override
    public String toString() {
        return text;
    }

    private boolean begins(String dialled) {
        for (int i = 0; i < elements.size(); i++) {
            if (!takes(elements.get(i), dialled.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean takes(Element element, char c) {
        return switch (element) {
            case Element.Literal l -> l.character() == c;
            case Element.DigitFrom d -> c >= d.lowest() && c <= '9';
            case Element.AnyCharacter _ -> true;
            case Element.OneOf o -> isIn(o.pairs(), c);
        };
    }

    private static boolean isIn(String pairs, char c) {
        for (int i = 0; i < pairs.length(); i += 2) {
            if (c >= pairs.charAt(i) && c <= pairs.charAt(i + 1)) {
                return true;
            }
        }
        return false;
    }

    private static List<Element> wildcards(String body) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < body.length(); i++) {
            elements.add(wildcard(body.charAt(i)));
        }
        return elements;
    }

    private static Element wildcard(char c) {
        return switch (c) {
            case 'X' -> new Element.DigitFrom('0');
            case 'Z' -> new Element.DigitFrom('1');
            case 'N' -> new Element.DigitFrom('2');
            default -> new Element.Literal(c);
        };
    }

    private static Parsed<Pattern> prefix(String text, String body) {
        List<Element> elements = new ArrayList<>();
        int i = 0;
        while (i < body.length()) {
            char c = body.charAt(i);
            if (NOT_AVAILABLE.indexOf(c) >= 0 || c == ']') {
                return wrong("must not hold \"" + c + "\", which has no meaning in a prefix.");
            }
            if (c != '[') {
                elements.add(c == '.' ? new Element.AnyCharacter() : wildcard(c));
                i++;
                continue;
            }
            int end = body.indexOf(']', i);
            String pairs = end < 0 ? "" : pairs(body.substring(i + 1, end));
            if (pairs.isEmpty()) {
                return wrong("holds a set that is not like [2-9] or [135].");
            }
            elements.add(new Element.OneOf(pairs));
            i = end + 1;
        }
        return new Parsed.Good<>(new Pattern(Extent.PREFIX, text, elements));
    }

    /// The pairs of a set; empty when it is no set of this version.
    private static String pairs(String set) {
        StringBuilder pairs = new StringBuilder();
        int i = 0;
        while (i < set.length()) {
            char from = set.charAt(i);
            boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-';
            char to = range ? set.charAt(i + 2) : from;
            if (from == '^' || from == '-' || from == '[' || from == '\\' || to < from) {
                return "";
            }
            pairs.append(from).append(to);
            i += range ? 3 : 1;
        }
        return pairs.toString();
    }

    private static Parsed<Pattern> wrong(String complaint) {
        return new Parsed.Wrong<>("pattern", complaint);
    }
}
