package io.referee.sip.subscription;

import io.referee.sip.message.Phrases;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The status line in a `message/sipfrag` body (RFC 3420), which tells how a referred request goes
/// (RFC 3515 §2.4.5). *Immutable.*
///
/// @param status 100 to 699
/// @param phrase without line breaks
public record Sipfrag(int status, String phrase) {
    /// The content type of such a body.
    public static final String CONTENT_TYPE = "message/sipfrag;version=2.0";

    private static final String VERSION = "SIP/2.0 ";

    /// As much of a body is looked at, in octets.
    static final int MAX_LINE = 256;

    /// A status with its standard phrase.
    public static Sipfrag of(int status) {
        return new Sipfrag(status, Phrases.of(status));
    }

    /// Reads the first line; empty when it is no status line.
    public static Optional<Sipfrag> parse(byte[] body) {
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

    /// Whether nothing more will be told: the request had its final response.
    public boolean last() {
        return status >= 200;
    }

    /// As a body.
    public byte[] bytes() {
        return (VERSION + status + ' ' + phrase + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
