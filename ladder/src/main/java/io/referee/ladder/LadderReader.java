package io.referee.ladder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Reads a ladder line by line. Used once, by one thread.
final class LadderReader {
    private static final int MAX_DIGITS = 9;

    private final String source;
    private final Map<String, String> given;
    private final Map<String, String> roles;
    private final Set<String> met = new HashSet<>();

    LadderReader(String source, Map<String, String> given) {
        this.source = source;
        this.given = given;
        this.roles = new LinkedHashMap<>(given);
    }

    Ladder read() {
        List<String> texts = source.lines().toList();
        if (texts.size() > Ladder.MAX_LINES) {
            throw new BadLadder(
                    Ladder.MAX_LINES + 1,
                    "",
                    "a ladder has at most " + Ladder.MAX_LINES + " lines");
        }
        List<Line> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(line(lines.size() + 1, text.stripTrailing()));
        }
        for (String role : given.keySet()) {
            if (!met.contains(role)) {
                throw new BadLadder(0, "", "no role {" + role + "} in this ladder");
            }
        }
        return new Ladder(source, roles, lines);
    }

    private Line line(int number, String text) {
        try {
            String stripped = text.strip();
            if (isCasting(stripped)) {
                cast(stripped);
                return new Line(number, text, new Step.Remark());
            }
            String played = withPlayers(text);
            return new Line(number, played, step(played.strip()));
        } catch (BadLadder bad) {
            throw bad;
        } catch (IllegalArgumentException bad) {
            throw new BadLadder(number, text, String.valueOf(bad.getMessage()));
        }
    }

    private Step step(String text) {
        if (text.isEmpty() || text.startsWith("#")) {
            return new Step.Remark();
        }
        if (text.startsWith("---")) {
            return new Step.Heading(text.replaceAll("^-+", "").strip());
        }
        if (text.startsWith("==")) {
            return new Step.Heading(text.replaceAll("^=+|=+$", "").strip());
        }
        return text.startsWith("+") ? new Step.Advance(duration(text)) : message(text);
    }

    private static Step message(String text) {
        int sign = endOfName(text, 0);
        if (sign == 0 || sign == text.length() || "<>".indexOf(text.charAt(sign)) < 0) {
            throw new IllegalArgumentException(
                    "a line is 'leg> WORDS', 'leg< WORDS' (or <~ <? <*), '+5s', '# comment',"
                            + " '== Title', '---' or '{role} = leg'");
        }
        String leg = text.substring(0, sign);
        int end = sign + 1;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        Function<Words, Step> step = step(leg, text.substring(sign, end));
        Words words = Words.of(text.substring(end));
        if (words.words().isEmpty()) {
            throw new IllegalArgumentException("no words behind '" + text.substring(0, end) + "'");
        }
        return step.apply(words);
    }

    private static Function<Words, Step> step(String leg, String sign) {
        if (sign.equals(">")) {
            return words -> new Step.Send(leg, words);
        }
        for (Arriving arriving : Arriving.values()) {
            if (arriving.sign().equals(sign)) {
                return words -> new Step.Expect(leg, arriving, words);
            }
        }
        throw new IllegalArgumentException(
                "unknown sign '" + sign + "'; signs are > < <~ <? <* and a blank follows them");
    }

    private static Duration duration(String text) {
        int comment = text.indexOf('#');
        boolean commented = comment > 0 && Character.isWhitespace(text.charAt(comment - 1));
        String time = (commented ? text.substring(0, comment) : text).strip().substring(1);
        int digits = 0;
        while (digits < time.length() && time.charAt(digits) >= '0' && time.charAt(digits) <= '9') {
            digits++;
        }
        if (digits == 0 || digits > MAX_DIGITS) {
            throw new IllegalArgumentException(
                    "time '+" + time + "' is not a whole number with ms, s, m or h");
        }
        long amount = Long.parseLong(time.substring(0, digits));
        return switch (time.substring(digits)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default ->
                    throw new IllegalArgumentException(
                            "time '+" + time + "' is not a whole number with ms, s, m or h");
        };
    }

    private static boolean isCasting(String text) {
        int end = endOfRole(text, 0);
        return end > 0 && text.substring(end).strip().startsWith("=");
    }

    private void cast(String text) {
        int end = endOfRole(text, 0);
        String role = text.substring(1, end - 1);
        List<Word> players = Words.of(text.substring(end).strip().substring(1)).words();
        if (players.size() != 1 || !(players.getFirst() instanceof Word.Bare(String player))) {
            throw new IllegalArgumentException("a role is cast like {" + role + "} = leg");
        }
        if (!met.add(role)) {
            throw new IllegalArgumentException("role {" + role + "} is cast or used before");
        }
        roles.putIfAbsent(role, player);
    }

    private String withPlayers(String text) {
        StringBuilder played = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = endOfRole(text, at);
            if (end < 0) {
                played.append(text.charAt(at++));
            } else {
                played.append(player(text.substring(at + 1, end - 1)));
                at = end;
            }
        }
        return played.toString();
    }

    private String player(String role) {
        met.add(role);
        String player = roles.get(role);
        if (player == null) {
            throw new IllegalArgumentException(
                    "nobody plays {" + role + "}; cast it above with a line {" + role + "} = leg");
        }
        return player;
    }

    /// The index behind `{name}` at the given index, or -1 when none begins there.
    private static int endOfRole(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '{') {
            return -1;
        }
        int end = endOfName(text, at + 1);
        boolean closed = end > at + 1 && end < text.length() && text.charAt(end) == '}';
        return closed ? end + 1 : -1;
    }

    private static int endOfName(String text, int from) {
        int at = from;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '_';
    }
}
