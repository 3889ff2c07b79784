package io.referee.ladder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Draws what happened as a ladder of text: a column per party, an arrow per message.
final class Drawing {
    private static final int NARROWEST = 12;
    private static final int WIDEST = 44;

    /// Time and index take so much; the first column begins behind it, with room for its name.
    private static final int LEFT = 15;

    private static final int MARGIN = 20;

    private final List<Happening> happenings;
    private final List<String> parties;
    private final int width;

    Drawing(List<Happening> happenings) {
        this.happenings = happenings;
        Set<String> seen = new LinkedHashSet<>();
        int longest = 0;
        for (Happening happening : happenings) {
            for (Route route : routeOf(happening)) {
                seen.add(route.from());
                seen.add(route.to());
                longest = Math.max(longest, route.label().length() + 5);
                longest = Math.max(longest, Math.max(route.from().length(), route.to().length()));
            }
        }
        this.parties = new ArrayList<>(seen);
        this.width = Math.clamp(longest, NARROWEST, WIDEST);
    }

    String text() {
        StringBuilder text = new StringBuilder(heading()).append('\n');
        for (Happening happening : happenings) {
            text.append(row(happening)).append('\n');
        }
        return text.toString();
    }

    private static List<Route> routeOf(Happening happening) {
        return switch (happening) {
            case Happening.Sent sent -> List.of(sent.route());
            case Happening.Streamed streamed -> List.of(streamed.route());
            case Happening.Noted _ -> List.of();
        };
    }

    private String heading() {
        char[] row = blank(' ');
        for (int i = 0; i < parties.size(); i++) {
            write(row, column(i) - parties.get(i).length() / 2, parties.get(i));
        }
        write(row, 2, "seconds   #");
        return new String(row).stripTrailing();
    }

    private String row(Happening happening) {
        return switch (happening) {
            case Happening.Sent(Duration at, int index, Route route, DatagramFate fate) -> {
                String row = left(at, String.valueOf(index)) + arrow(route, fate);
                yield (row + remark(fate)).stripTrailing();
            }
            case Happening.Streamed(Duration at, Route route) ->
                    left(at, "") + arrow(route, new DatagramFate.Deliver(Medium.DELAY));
            case Happening.Noted(Duration at, String text) -> left(at, "") + "· " + text;
        };
    }

    private static String left(Duration at, String index) {
        String millis = String.valueOf(1000 + at.toMillisPart()).substring(1);
        return padLeft(at.toSeconds() + "." + millis, 9) + padLeft(index, 4) + "  ";
    }

    private static String remark(DatagramFate fate) {
        return switch (fate) {
            case DatagramFate.Drop _ -> "  lost";
            case DatagramFate.DeliverTwice _ -> "  twice";
            case DatagramFate.Deliver(Duration after) when after.equals(Medium.DELAY) -> "";
            case DatagramFate.Deliver(Duration after) -> "  takes " + after.toMillis() + " ms";
        };
    }

    private String arrow(Route route, DatagramFate fate) {
        if (route.from().equals(route.to())) {
            return "· " + route;
        }
        char[] row = Arrays.copyOf(blank('|'), column(parties.size() - 1) + 1);
        int from = column(parties.indexOf(route.from()));
        int to = column(parties.indexOf(route.to()));
        int left = Math.min(from, to) + 1;
        int right = Math.max(from, to);
        write(row, left, label(route.label(), right - left));
        char head = fate instanceof DatagramFate.Drop ? 'x' : from < to ? '>' : '<';
        row[from < to ? right - 1 : left] = head;
        return new String(row).substring(LEFT);
    }

    /// The label in the middle of its arrow, shortened when the arrow is too short.
    private static String label(String label, int room) {
        int most = room - 4;
        String shown = label.length() <= most ? label : label.substring(0, most - 1) + "…";
        int before = (room - shown.length()) / 2;
        return "-".repeat(before) + shown + "-".repeat(room - shown.length() - before);
    }

    private char[] blank(char lifeline) {
        char[] row = new char[MARGIN + width * Math.max(1, parties.size())];
        Arrays.fill(row, ' ');
        for (int i = 0; i < parties.size(); i++) {
            row[column(i)] = lifeline;
        }
        return row;
    }

    private int column(int party) {
        return MARGIN + party * width;
    }

    private static void write(char[] row, int from, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (from + i >= 0 && from + i < row.length) {
                row[from + i] = text.charAt(i);
            }
        }
    }

    private static String padLeft(String text, int size) {
        return " ".repeat(Math.max(0, size - text.length())) + text;
    }
}
