package io.referee.server.api;

import java.util.ArrayList;
import java.util.List;

/// What differs between two texts, as `diff -u` says it.
final class UnifiedDiff {
    /// Lines that are shown around a difference.
    private static final int CONTEXT = 3;

    /// Above that, what differs in the middle is shown as replaced altogether.
    private static final long MAX_CELLS = 4_000_000;

    private final List<String> from;
    private final List<String> to;
    private final List<Line> lines = new ArrayList<>();

    /// A line with what is before it in both texts.
    private record Line(char kind, String text, int before, int beforeThere) {}

    private UnifiedDiff(List<String> from, List<String> to) {
        this.from = from;
        this.to = to;
    }

    /// The difference; empty when there is none.
    static String of(String fromName, List<String> from, String toName, List<String> to) {
        UnifiedDiff diff = new UnifiedDiff(from, to);
        diff.compare();
        String hunks = diff.hunks();
        return hunks.isEmpty() ? "" : "--- " + fromName + "\n+++ " + toName + "\n" + hunks;
    }

    private void compare() {
        int start = 0;
        while (start < Math.min(from.size(), to.size()) && from.get(start).equals(to.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(from.size(), to.size()) - start
                && from.get(from.size() - 1 - end).equals(to.get(to.size() - 1 - end))) {
            end++;
        }
        for (int i = 0; i < start; i++) {
            lines.add(new Line(' ', from.get(i), i, i));
        }
        middle(start, from.size() - end, to.size() - end);
        for (int i = end; i > 0; i--) {
            lines.add(new Line(' ', from.get(from.size() - i), from.size() - i, to.size() - i));
        }
    }

    private void middle(int start, int fromEnd, int toEnd) {
        int[][] common = common(start, fromEnd, toEnd);
        int i = start;
        int j = start;
        while (i < fromEnd || j < toEnd) {
            boolean both = i < fromEnd && j < toEnd;
            if (both && common.length > 0 && from.get(i).equals(to.get(j))) {
                lines.add(new Line(' ', from.get(i), i++, j++));
            } else if (j == toEnd
                    || i < fromEnd
                            && (common.length == 0
                                    || common[i + 1 - start][j - start]
                                            >= common[i - start][j + 1 - start])) {
                lines.add(new Line('-', from.get(i), i++, j));
            } else {
                lines.add(new Line('+', to.get(j), i, j++));
            }
        }
    }

    /// Lengths of the longest common parts from each pair of lines on; nothing when it would be too
    /// much.
    private int[][] common(int start, int fromEnd, int toEnd) {
        int rows = fromEnd - start;
        int columns = toEnd - start;
        if ((long) rows * columns > MAX_CELLS) {
            return new int[0][];
        }
        int[][] common = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            for (int j = columns - 1; j >= 0; j--) {
                common[i][j] =
                        from.get(start + i).equals(to.get(start + j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    // ---- as text

    private String hunks() {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < lines.size()) {
            int first = next(at);
            if (first == lines.size()) {
                break;
            }
            int begin = Math.max(at, first - CONTEXT);
            int end = end(first);
            hunk(text, begin, end);
            at = end;
        }
        return text.toString();
    }

    private int next(int at) {
        int i = at;
        while (i < lines.size() && lines.get(i).kind() == ' ') {
            i++;
        }
        return i;
    }

    /// Behind the context of the last difference that has no more than twice the context in front.
    private int end(int first) {
        int last = first;
        for (int i = first; i < lines.size() && i - last <= 2 * CONTEXT; i++) {
            if (lines.get(i).kind() != ' ') {
                last = i;
            }
        }
        return Math.min(lines.size(), last + 1 + CONTEXT);
    }

    private void hunk(StringBuilder text, int begin, int end) {
        List<Line> part = lines.subList(begin, end);
        long here = part.stream().filter(line -> line.kind() != '+').count();
        long there = part.stream().filter(line -> line.kind() != '-').count();
        text.append("@@ -")
                .append(range(part.getFirst().before(), here))
                .append(" +")
                .append(range(part.getFirst().beforeThere(), there))
                .append(" @@\n");
        part.forEach(line -> text.append(line.kind()).append(line.text()).append('\n'));
    }

    private static String range(int before, long count) {
        long first = count == 0 ? before : before + 1L;
        return count == 1 ? Long.toString(first) : first + "," + count;
    }
}
