package io.referee.server.dialplan.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import io.referee.server.dialplan.Parsed;

import java.util.ArrayDeque;
import java.util.Deque;

/// A regular expression of a user. It is matched in time that grows with the text and the pattern
/// only, so that no pattern holds up the engine; look-around and back references, which cannot be
/// matched that way, are refused. *Immutable, any thread.*
public final class SafeRegex {
    /// The longest pattern, in characters.
    public static final int MAX_LENGTH = 256;

    /// The most that one pattern may cost: its characters, with repeated parts counted as often as
    /// they may be repeated.
    public static final int MAX_COST = 2000;

    /// The longest text that is looked at, in characters; in a longer one nothing is found.
    public static final int MAX_TEXT = 256;

    private final String text;
    private final Pattern pattern;
    private final int cost;

    private SafeRegex(String text, Pattern pattern, int cost) {
        this.text = text;
        this.pattern = pattern;
        this.cost = cost;
    }

    /// Reads a pattern that is searched for anywhere.
    ///
    /// @param key the key of the rule that it stands behind
    public static Parsed<SafeRegex> parse(String key, String text) {
        return compile(key, text, text);
    }

    /// Reads a pattern of a prefix rule: anchored at the start, a leading `_` dropped, `X` for a
    /// digit, `Z` for 1 to 9, `N` for 2 to 9; `*` and `+` stand for themselves and other characters
    /// of regular expressions act as such.
    static Parsed<SafeRegex> prefix(String text) {
        String body = text.startsWith("_") ? text.substring(1) : text;
        return body.isEmpty()
                ? new Parsed.Wrong<>("pattern", "must not be empty.")
                : compile("pattern", text, "^(?:" + translated(body) + ")");
    }

    private static String translated(String body) {
        StringBuilder regex = new StringBuilder(body.length() + 16);
        boolean set = false;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\\' && i + 1 < body.length()) {
                regex.append(c).append(body.charAt(++i));
                continue;
            }
            set = c == '[' || set && c != ']';
            regex.append(set ? String.valueOf(c) : translated(c));
        }
        return regex.toString();
    }

    private static String translated(char c) {
        return switch (c) {
            case 'X' -> "[0-9]";
            case 'Z' -> "[1-9]";
            case 'N' -> "[2-9]";
            case '*' -> "\\*";
            case '+' -> "\\+";
            default -> String.valueOf(c);
        };
    }

    private static Parsed<SafeRegex> compile(String key, String text, String regex) {
        if (text.length() > MAX_LENGTH) {
            return new Parsed.Wrong<>(
                    key, "must not be longer than " + MAX_LENGTH + " characters.");
        }
        int cost = new Cost(regex).total();
        if (cost > MAX_COST) {
            return new Parsed.Wrong<>(
                    key, "repeats too much: it would cost more than it is worth.");
        }
        try {
            return new Parsed.Good<>(new SafeRegex(text, Pattern.compile(regex), cost));
        } catch (PatternSyntaxException e) {
            return new Parsed.Wrong<>(
                    key,
                    "is no regular expression that can be used here ("
                            + e.getDescription()
                            + "); look-ahead, look-behind and back references are not available.");
        }
    }

    /// Whether the pattern is found in the text.
    public boolean found(String in) {
        return in.length() <= MAX_TEXT && pattern.matcher(in).find();
    }

    /// The regular expression that is really searched for: of a prefix its translation.
    public String regex() {
        return pattern.pattern();
    }

    int cost() {
        return cost;
    }

    /// The pattern as it was written.
    @Override
    public String toString() {
        return text;
    }

    /// Estimates, rather too high than too low, how large a program a pattern becomes, before it is
    /// made.
    private static final class Cost {
        private final String regex;
        private final Deque<Integer> outer = new ArrayDeque<>();
        private int sum;
        private int last;

        Cost(String regex) {
            this.regex = regex;
        }

        int total() {
            int i = 0;
            while (i < regex.length() && sum <= MAX_COST) {
                i = next(i);
            }
            return outer.stream().mapToInt(Integer::intValue).sum() + sum;
        }

        private int next(int i) {
            return switch (regex.charAt(i)) {
                case '\\' -> atom(i + 2);
                case '[' -> atom(endOfSet(i));
                case '(' -> {
                    outer.push(sum);
                    sum = 0;
                    yield i + 1;
                }
                case ')' -> {
                    last = sum;
                    sum += outer.isEmpty() ? 0 : outer.pop();
                    yield i + 1;
                }
                case '{' -> repeat(i);
                default -> atom(i + 1);
            };
        }

        private int atom(int next) {
            last = 1;
            sum++;
            return next;
        }

        private int endOfSet(int from) {
            int i = from + 1;
            while (i < regex.length() && (regex.charAt(i) != ']' || i == from + 1)) {
                i += regex.charAt(i) == '\\' ? 2 : 1;
            }
            return i + 1;
        }

        private int repeat(int from) {
            int close = regex.indexOf('}', from);
            String inside = close < 0 ? "" : regex.substring(from + 1, close);
            int times = 0;
            for (String bound : inside.split(",", -1)) {
                boolean number = !bound.isEmpty() && bound.chars().allMatch(Character::isDigit);
                times =
                        number && bound.length() <= 4
                                ? Math.max(times, Integer.parseInt(bound))
                                : times;
            }
            if (times < 1) {
                return atom(from + 1);
            }
            int more = Math.min(MAX_COST + 1, last * (times - 1));
            sum += more;
            last += more;
            return close + 1;
        }
    }
}
