package io.referee.server.api;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// XML as the older service wrote it, in the form of .NET data contracts.
final class OlderXml {
    private static final String TYPE = "application/xml; charset=utf-8";
    private static final String PLAIN = "http://schemas.microsoft.com/2003/10/Serialization/";
    private static final String ENTITIES =
            "http://schemas.datacontract.org/2004/07/SIPSorcery.Entities";
    private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
    private static final String FAULT = "http://schemas.microsoft.com/ws/2005/05/envelope/none";

    private OlderXml() {}

    /// One value.
    ///
    /// @param element `int`, `boolean` or `string`
    static Reply value(String element, Object value) {
        return Reply.text(
                TYPE,
                '<'
                        + element
                        + " xmlns=\""
                        + PLAIN
                        + "\">"
                        + escaped(value.toString())
                        + "</"
                        + element
                        + '>');
    }

    /// `<ArrayOfX>` with an `<X>` for each row.
    static Reply list(String element, List<Map<String, @Nullable Object>> rows) {
        StringBuilder xml = new StringBuilder(200 + rows.size() * 500);
        xml.append("<ArrayOf").append(element).append(" xmlns=\"").append(ENTITIES);
        xml.append("\" xmlns:i=\"").append(INSTANCE).append("\">");
        for (Map<String, @Nullable Object> row : rows) {
            xml.append('<').append(element).append('>');
            row.forEach((name, value) -> field(xml, name, value));
            xml.append("</").append(element).append('>');
        }
        xml.append("</ArrayOf").append(element).append('>');
        return Reply.text(TYPE, xml.toString());
    }

    /// Why there is no answer.
    static Reply fault(Problem problem) {
        String who = problem.status() < 500 ? "Sender" : "Receiver";
        String xml =
                "<Fault xmlns=\""
                        + FAULT
                        + "\"><Code><Value>"
                        + who
                        + "</Value></Code><Reason><Text xml:lang=\"en\">"
                        + escaped(String.valueOf(problem.getMessage()))
                        + "</Text></Reason></Fault>";
        Reply said = Reply.text(TYPE, xml);
        return new Reply(problem.status(), TYPE, said.body(), problem.reply().headers());
    }

    private static void field(StringBuilder xml, String name, @Nullable Object value) {
        if (value == null) {
            xml.append('<').append(name).append(" i:nil=\"true\"/>");
        } else {
            xml.append('<').append(name).append('>').append(escaped(value.toString()));
            xml.append("</").append(name).append('>');
        }
    }

    /// What XML 1.0 cannot hold becomes U+FFFD: a display name may hold anything.
    private static String escaped(String text) {
        StringBuilder xml = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '&' -> xml.append("&amp;");
                                case '<' -> xml.append("&lt;");
                                case '>' -> xml.append("&gt;");
                                case '"' -> xml.append("&quot;");
                                case '\r' -> xml.append("&#xD;");
                                default -> xml.appendCodePoint(holds(c) ? c : 0xFFFD);
                            }
                        });
        return xml.toString();
    }

    private static boolean holds(int c) {
        return c == '\t'
                || c == '\n'
                || c >= 0x20 && c <= 0xD7FF
                || c >= 0xE000 && c <= 0xFFFD
                || c >= 0x10000;
    }
}
