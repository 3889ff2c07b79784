package io.referee.server.event.picture;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a ladder says of a SIP message: a scan of its lines, not a parser, because whatever was on
/// the wire is drawn, even what a parser refuses. *Immutable.*
///
/// @param label such as `INVITE sip:bob@localhost (SDP)`, `re-INVITE sendonly (SDP)`, `200 OK to
///   BYE`
/// @param fromUser user of the From header, or empty
/// @param toUser user of the To header, or empty
record MessageLine(String label, String fromUser, String toUser) {
    private static final int LABEL_AT_MOST = 200;

    static MessageLine of(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        List<String> lines =
                new ArrayList<>(text.substring(0, end < 0 ? text.length() : end).lines().toList());
        String body = end < 0 ? "" : text.substring(end + 4);
        if (lines.isEmpty()) {
            return new MessageLine("(text no longer kept)", "", "");
        }
        var headers = new Headers(lines);
        String first = lines.getFirst();
        String label =
                first.startsWith("SIP/2.0 ")
                        ? response(first, headers, body)
                        : request(first, headers, body);
        return new MessageLine(
                label.length() > LABEL_AT_MOST ? label.substring(0, LABEL_AT_MOST) : label,
                user(headers.value("from", "f")),
                user(headers.value("to", "t")));
    }

    private static String response(String first, Headers headers, String body) {
        String method = word(headers.value("cseq", "cseq"), 1);
        String about = method.isEmpty() || method.equals("INVITE") ? "" : " to " + method;
        return first.substring("SIP/2.0 ".length()) + about + sdp(headers, body, "");
    }

    private static String request(String first, Headers headers, String body) {
        String method = word(first, 0);
        boolean inDialog = headers.value("to", "t").contains(";tag=");
        return switch (method) {
            case "INVITE" ->
                    inDialog
                            ? "re-INVITE" + direction(body) + sdp(headers, body, " (no SDP)")
                            : "INVITE " + word(first, 1) + sdp(headers, body, " (no SDP)");
            case "UPDATE" -> "UPDATE" + direction(body) + sdp(headers, body, "");
            case "REFER" -> "REFER to " + address(headers.value("refer-to", "r"));
            case "NOTIFY" ->
                    "NOTIFY "
                            + (body.startsWith("SIP/2.0 ")
                                    ? body.lines().findFirst().orElse("").substring(8)
                                    : "");
            case "ACK", "BYE", "CANCEL", "PRACK", "INFO" -> method + sdp(headers, body, "");
            default -> method + " " + word(first, 1);
        };
    }

    private static String sdp(Headers headers, String body, String without) {
        boolean has =
                headers.value("content-type", "c")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("application/sdp");
        return has && !body.isEmpty() ? " (SDP)" : without;
    }

    /// A direction that is not the usual one.
    private static String direction(String body) {
        for (String line : body.lines().toList()) {
            if (line.equals("a=sendonly")
                    || line.equals("a=recvonly")
                    || line.equals("a=inactive")) {
                return " " + line.substring(2);
            }
        }
        return "";
    }

    /// The URI of a header that may have a display name and parameters.
    private static String address(String value) {
        int open = value.indexOf('<');
        int close = value.indexOf('>', open + 1);
        if (open >= 0 && close > open) {
            return value.substring(open + 1, close);
        }
        int parameters = value.indexOf(';');
        return parameters < 0 ? value : value.substring(0, parameters);
    }

    /// The user of an address, or its host when it has none.
    static String user(String value) {
        String uri = address(value).strip();
        int scheme = uri.indexOf(':');
        boolean hasScheme =
                uri.startsWith("sip:") || uri.startsWith("sips:") || uri.startsWith("tel:");
        String rest = hasScheme ? uri.substring(scheme + 1) : uri;
        int at = rest.indexOf('@');
        int end = rest.length();
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == ';' || c == '?' || (c == ':' && at < 0)) {
                end = i;
                break;
            }
        }
        return at >= 0 ? rest.substring(0, at) : rest.substring(0, end);
    }

    private static String word(String line, int index) {
        String[] words = line.split(" ", index + 2);
        return index < words.length ? words[index] : "";
    }

    private record Headers(List<String> lines) {

        /// The value of the first header of this name or its compact form; empty when there is
        /// none.
        String value(String name, String compact) {
            for (String line : lines.subList(1, lines.size())) {
                int colon = line.indexOf(':');
                String given = colon < 0 ? "" : line.substring(0, colon).strip();
                if (given.equalsIgnoreCase(name) || given.equalsIgnoreCase(compact)) {
                    return line.substring(colon + 1).strip();
                }
            }
            return "";
        }
    }
}
