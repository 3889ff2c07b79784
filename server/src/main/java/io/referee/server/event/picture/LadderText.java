package io.referee.server.event.picture;

import java.util.Arrays;
import java.util.List;

/// A ladder as text, at most [#WIDTH] columns wide. Times are seconds since the first row.
public final class LadderText {
    /// The widest line.
    public static final int WIDTH = 120;

    private static final int TIME_WIDTH = 9;
    private static final int FIRST = 13;
    private static final int LAST = 112;
    private static final int NAME_AT_MOST = 15;
    private static final int NOTE_INDENT = TIME_WIDTH + 3;

    private final LadderPicture picture;
    private final int[] at;
    private final StringBuilder out = new StringBuilder();

    private LadderText(LadderPicture picture) {
        this.picture = picture;
        this.at = new int[picture.columns().size()];
        int gaps = Math.max(1, at.length - 1);
        for (int i = 0; i < at.length; i++) {
            at[i] = FIRST + (LAST - FIRST) * i / gaps;
        }
    }

    /// The drawing: lines that end with a line feed.
    public static String of(LadderPicture picture) {
        return new LadderText(picture).draw();
    }

    private String draw() {
        wrapped("", 0, printable(picture.sentence()));
        names();
        for (LadderPicture.Row row : picture.rows()) {
            switch (row) {
                case LadderPicture.Arrow arrow -> arrow(arrow);
                case LadderPicture.Note note -> note(note);
            }
        }
        names();
        return out.toString();
    }

    private void names() {
        char[] line = blank(' ');
        int room = at.length < 2 ? NAME_AT_MOST : Math.min(NAME_AT_MOST, at[1] - at[0] - 2);
        List<String> columns = picture.columns();
        for (int i = 0; i < at.length; i++) {
            String name = cut(columns.get(i), room);
            put(line, at[i] - name.length() / 2, name);
        }
        end(line);
    }

    private void arrow(LadderPicture.Arrow arrow) {
        char[] line = blank('│');
        int from = at[arrow.from()];
        int to = at[arrow.to()];
        int left = Math.min(from, to) + 1;
        int right = Math.max(from, to);
        Arrays.fill(line, left, right, '─');
        line[from < to ? right - 1 : left] = from < to ? '>' : '<';
        String label = " " + label(arrow.label(), right - left - 4) + " ";
        put(line, left + (right - left - label.length()) / 2, label);
        put(line, 0, time(arrow));
        end(line);
    }

    private void note(LadderPicture.Note note) {
        wrapped(time(note) + " * ", NOTE_INDENT, printable(note.text()));
    }

    /// Text over as many lines as it needs, all of them indented as the start of the first is long.
    private void wrapped(String first, int indent, String text) {
        String rest = text;
        String start = first;
        int room = WIDTH - indent;
        while (!rest.isEmpty()) {
            int end = rest.length() <= room ? rest.length() : wrapAt(rest, room);
            out.append(start).append(rest, 0, end).append('\n');
            rest = rest.substring(end).strip();
            start = " ".repeat(indent);
        }
    }

    private static int wrapAt(String text, int room) {
        int space = text.lastIndexOf(' ', room);
        return space > room / 2 ? space : room;
    }

    private char[] blank(char column) {
        char[] line = new char[WIDTH];
        Arrays.fill(line, ' ');
        for (int x : at) {
            line[x] = column;
        }
        return line;
    }

    private static void put(char[] line, int where, String text) {
        int start = Math.max(0, where);
        for (int i = 0; i < text.length() && start + i < line.length; i++) {
            line[start + i] = text.charAt(i);
        }
    }

    private void end(char[] line) {
        out.append(new String(line).stripTrailing()).append('\n');
    }

    private static String time(LadderPicture.Row row) {
        long millis = row.after().toMillis();
        String seconds =
                millis / 1000 + "." + String.valueOf(1000 + Math.abs(millis % 1000)).substring(1);
        return " ".repeat(Math.max(0, TIME_WIDTH - seconds.length())) + seconds;
    }

    /// What is cut is the URI; whether there was SDP stays.
    private static String label(String label, int room) {
        int tail = label.endsWith(")") ? label.lastIndexOf(" (") : -1;
        if (tail < 0 || label.length() <= room || label.length() - tail > room / 2) {
            return cut(label, room);
        }
        return cut(label.substring(0, tail), room - (label.length() - tail))
                + printable(label.substring(tail));
    }

    private static String cut(String text, int room) {
        String clean = printable(text);
        return clean.length() <= room ? clean : clean.substring(0, Math.max(0, room - 1)) + "…";
    }

    /// What a peer wrote must not move the cursor of a terminal.
    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.chars().forEach(c -> clean.append(Character.isISOControl(c) ? '?' : (char) c));
        return clean.toString();
    }
}
