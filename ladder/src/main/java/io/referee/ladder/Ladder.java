package io.referee.ladder;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A call flow, read from text. Immutable. The language is described in `docs/ladders.md`.
///
/// @param source the text it was read from, with roles such as `{caller}` still in it
/// @param roles who plays each role that the text casts or the reader was given
/// @param lines all lines in order, roles replaced by their players
public record Ladder(String source, Map<String, String> roles, List<Line> lines) {
    /// More lines than this in one text are refused: a ladder is read by people.
    public static final int MAX_LINES = 2_000;

    public Ladder {
        roles = Map.copyOf(roles);
        lines = List.copyOf(lines);
    }

    /// Reads a ladder.
    ///
    /// @throws BadLadder at the first line that cannot be read
    public static Ladder parse(String text) {
        return parse(text, Map.of());
    }

    /// Reads a ladder with players for its roles; these win over the casting in the text.
    ///
    /// @throws BadLadder at the first line that cannot be read, or when a given role is not in it
    public static Ladder parse(String text, Map<String, String> roles) {
        return new LadderReader(text, roles).read();
    }

    /// The same text with other players for some of its roles, e.g. caller and callee swapped.
    ///
    /// @throws IllegalArgumentException when the ladder has no such role: the run would test
    ///   nothing new
    public Ladder recast(Map<String, String> players) {
        for (String role : players.keySet()) {
            if (!roles.containsKey(role)) {
                throw new IllegalArgumentException(
                        "no role {"
                                + role
                                + "} in this ladder; roles are "
                                + new TreeSet<>(roles.keySet()));
            }
        }
        Map<String, String> cast = new LinkedHashMap<>(roles);
        cast.putAll(players);
        return parse(source, cast);
    }

    /// The same flow between other legs. All names change at once, so two legs can be swapped.
    /// Changed are leg names before the sign, and words or values that are a leg name alone or
    /// begin with a leg name and a dot (`offer=b.remote`). The result has no roles left.
    ///
    /// @throws IllegalArgumentException when two legs would become one
    public Ladder rename(Map<String, String> names) {
        Set<String> taken = new HashSet<>();
        for (String leg : legs()) {
            if (!taken.add(names.getOrDefault(leg, leg))) {
                throw new IllegalArgumentException("two legs would become one: " + names);
            }
        }
        List<Line> renamed = lines.stream().map(line -> renamed(line, names)).toList();
        return new Ladder(textOf(renamed), Map.of(), renamed);
    }

    /// The legs that send or expect something, in the order they appear.
    public Set<String> legs() {
        Set<String> legs = new LinkedHashSet<>();
        for (Line line : lines) {
            switch (line.step()) {
                case Step.Send(String leg, _) -> legs.add(leg);
                case Step.Expect(String leg, _, _) -> legs.add(leg);
                case Step.Advance _, Step.Heading _, Step.Remark _ -> {}
            }
        }
        return legs;
    }

    /// The ladder as text, with players in place of the roles.
    public String text() {
        return textOf(lines);
    }

    private static String textOf(List<Line> lines) {
        return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
    }

    private static Line renamed(Line line, Map<String, String> names) {
        return switch (line.step()) {
            case Step.Send(String leg, Words words) -> {
                String to = names.getOrDefault(leg, leg);
                Words changed = words.mapContents(content -> renamed(content, names));
                yield new Line(line.number(), to + "> " + changed, new Step.Send(to, changed));
            }
            case Step.Expect(String leg, Arriving arriving, Words words) -> {
                String to = names.getOrDefault(leg, leg);
                Words changed = words.mapContents(content -> renamed(content, names));
                yield new Line(
                        line.number(),
                        to + arriving.sign() + " " + changed,
                        new Step.Expect(to, arriving, changed));
            }
            // A casting line has done its work; left in the text it would cast an unused role.
            case Step.Remark r when line.text().strip().startsWith("{") ->
                    new Line(line.number(), "", r);
            case Step.Advance _, Step.Heading _, Step.Remark _ -> line;
        };
    }

    private static String renamed(String content, Map<String, String> names) {
        int dot = content.indexOf('.');
        String head = dot < 0 ? content : content.substring(0, dot);
        String tail = dot < 0 ? "" : content.substring(dot);
        return names.getOrDefault(head, head) + tail;
    }
}
