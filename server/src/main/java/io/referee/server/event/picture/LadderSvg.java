package io.referee.server.event.picture;

import java.util.ArrayList;
import java.util.List;

/// A ladder as a stand-alone SVG. Whole messages are shown when the mouse rests on an arrow.
public final class LadderSvg {
    private static final int GAP = 250;
    private static final int MARGIN = 150;
    private static final int TITLE = 18;
    private static final int TITLE_TOP = 20;
    private static final int ROW = 30;
    private static final double CHARACTER = 7.3;

    private final LadderPicture picture;
    private final StringBuilder out = new StringBuilder();
    private final List<String> title;
    private final int width;
    private final int head;

    private LadderSvg(LadderPicture picture) {
        this.picture = picture;
        this.width = 2 * MARGIN + GAP * Math.max(0, picture.columns().size() - 1);
        this.title = lines(picture.sentence(), (int) ((width - 16) / CHARACTER));
        this.head = 40 + TITLE * title.size();
    }

    /// The text broken at blanks into lines of at most so many characters.
    private static List<String> lines(String text, int most) {
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (rest.length() > most) {
            int blank = rest.lastIndexOf(' ', most);
            int end = blank > 0 ? blank : most;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }

    /// The drawing as XML text.
    public static String of(LadderPicture picture) {
        return new LadderSvg(picture).draw();
    }

    private String draw() {
        int height = head + ROW * (picture.rows().size() + 1);
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
                .append(width)
                .append("\" height=\"");
        out.append(height).append("\" viewBox=\"0 0 ").append(width).append(' ').append(height);
        out.append("\" font-family=\"monospace\" font-size=\"12\">\n");
        out.append(
                "<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\""
                        + " markerWidth=\"8\"");
        out.append(
                " markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0 L8 4 L0 8 z\""
                        + " fill=\"#246\"/></marker></defs>\n");
        out.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (int i = 0; i < title.size(); i++) {
            text(8, TITLE_TOP + TITLE * i, "start", "font-weight=\"bold\"", title.get(i));
        }
        names(height);
        int y = head + ROW / 2;
        for (LadderPicture.Row row : picture.rows()) {
            text(8, y + 4, "start", "fill=\"#888\"", seconds(row));
            switch (row) {
                case LadderPicture.Arrow arrow -> arrow(arrow, y);
                case LadderPicture.Note note -> note(note, y);
            }
            y += ROW;
        }
        return out.append("</svg>\n").toString();
    }

    private void names(int height) {
        List<String> columns = picture.columns();
        for (int i = 0; i < columns.size(); i++) {
            out.append("<line x1=\"")
                    .append(x(i))
                    .append("\" y1=\"")
                    .append(head - 8)
                    .append("\" x2=\"")
                    .append(x(i));
            out.append("\" y2=\"").append(height - 8).append("\" stroke=\"#bbb\"/>\n");
            text(x(i), head - 16, "middle", "font-weight=\"bold\"", fit(columns.get(i), GAP));
        }
    }

    private void arrow(LadderPicture.Arrow arrow, int y) {
        int from = x(arrow.from());
        int to = x(arrow.to());
        out.append("<g><title>").append(escaped(arrow.text())).append("</title>");
        out.append("<line x1=\"")
                .append(from)
                .append("\" y1=\"")
                .append(y + 4)
                .append("\" x2=\"")
                .append(to);
        out.append("\" y2=\"")
                .append(y + 4)
                .append("\" stroke=\"#246\" marker-end=\"url(#head)\"/>");
        text(
                (from + to) / 2,
                y,
                "middle",
                "fill=\"#246\"",
                fit(arrow.label(), Math.abs(to - from)));
        out.append("</g>\n");
    }

    private void note(LadderPicture.Note note, int y) {
        int left = MARGIN / 2 + 10;
        int room = width - left - 10;
        out.append("<g><title>").append(escaped(note.text())).append("</title>");
        out.append("<rect x=\"")
                .append(left)
                .append("\" y=\"")
                .append(y - 11)
                .append("\" width=\"")
                .append(room);
        out.append("\" height=\"22\" rx=\"4\" fill=\"#fff6d8\" stroke=\"#dc9\"/>");
        text(left + 8, y + 4, "start", "fill=\"#530\"", fit(note.text(), room - 16));
        out.append("</g>\n");
    }

    private void text(int x, int y, String anchor, String style, String text) {
        out.append("<text x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\" text-anchor=\"")
                .append(anchor);
        out.append("\" ").append(style).append('>').append(escaped(text)).append("</text>\n");
    }

    private static int x(int column) {
        return MARGIN + GAP * column;
    }

    private static String fit(String text, int room) {
        int most = (int) (room / CHARACTER) - 2;
        return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "…";
    }

    private static String seconds(LadderPicture.Row row) {
        long millis = row.after().toMillis();
        return millis / 1000 + "." + String.valueOf(1000 + Math.abs(millis % 1000)).substring(1);
    }

    /// XML text: markup escaped, and what XML 1.0 has no place for (controls, half characters)
    /// replaced.
    static String escaped(String text) {
        var clean = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '<' -> clean.append("&lt;");
                                case '>' -> clean.append("&gt;");
                                case '&' -> clean.append("&amp;");
                                case '"' -> clean.append("&quot;");
                                case '\n', '\t' -> clean.append((char) c);
                                case '\r' -> {}
                                default -> clean.appendCodePoint(allowed(c) ? c : '\ufffd');
                            }
                        });
        return clean.toString();
    }

    private static boolean allowed(int c) {
        return c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
    }
}
