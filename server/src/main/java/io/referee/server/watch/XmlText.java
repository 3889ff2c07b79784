package io.referee.server.watch;

import java.nio.charset.StandardCharsets;

/// XML that is being written. Whatever peers have said is escaped; what XML 1.0 cannot hold at all
/// becomes U+FFFD. *Engine thread only.*
final class XmlText {
    private static final int REPLACEMENT = 0xfffd;

    private final StringBuilder out = new StringBuilder(1_024);

    /// Our own words, as they are.
    XmlText raw(String markup) {
        out.append(markup);
        return this;
    }

    /// An attribute, with the blank before it.
    XmlText attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
        return this;
    }

    /// The content of an element.
    XmlText text(String value) {
        escape(value);
        return this;
    }

    private void escape(String value) {
        value.codePoints().forEach(this::escape);
    }

    private void escape(int point) {
        switch (point) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&apos;");
            case '\t', '\n', '\r' -> out.append("&#").append(point).append(';');
            default -> out.appendCodePoint(allowed(point) ? point : REPLACEMENT);
        }
    }

    /// What a document may hold, apart from the blanks above (XML 1.0 §2.2).
    private static boolean allowed(int point) {
        return point >= ' ' && point < 0xd800
                || point >= 0xe000 && point != 0xfffe && point != 0xffff;
    }

    byte[] octets() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }
}
