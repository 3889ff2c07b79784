package io.referee.softphone;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The status line in a `message/sipfrag` body (RFC 3420), which tells how a transfer goes (RFC
/// 3515 §2.4.5).
///
/// @param status 100 to 699
record Sipfrag(int status, String phrase) {
    private static final String VERSION = "SIP/2.0 ";
    private static final int MAX_LINE = 256;

    /// Reads the first line; empty when it is no status line.
    static Optional<Sipfrag> parse(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, MAX_LINE), StandardCharsets.UTF_8);
        int from = VERSION.length();
        if (!text.regionMatches(true, 0, VERSION, 0, from) || text.length() < from + 3) {
            return Optional.empty();
        }
        int status = 0;
        for (int i = from; i < from + 3; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            status = status * 10 + c - '0';
        }
        return status < 100 || status > 699
                ? Optional.empty()
                : Optional.of(new Sipfrag(status, phrase(text, from + 3)));
    }

    private static String phrase(String text, int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) != '\r' && text.charAt(to) != '\n') {
            to++;
        }
        return text.substring(from, to).strip();
    }
}
