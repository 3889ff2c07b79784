package io.referee.server.event;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// The parts of a SIP message that nobody is shown, though the message is: with a digest response a
/// password can be guessed at home, as often as one likes; with a media key the talk can be
/// listened to; with a token somebody else can refer in a name that is not his. They are
/// overwritten with as many stars, so that lengths stay what they were. A scan, not a parser,
/// because whatever was on the wire is shown, even what a parser refuses. *One thread.*
///
/// Hidden are: `response` and `rspauth` of digests (RFC 7616 §3.4.1, §3.5) and all that other
/// schemes carry; the body part that a Referred-By names (RFC 3892 §4); keys in session
/// descriptions: `a=crypto` (RFC 4568 §4), `a=ice-pwd` (RFC 8839 §5.4) and `k=` (RFC 4566 §5.12).
final class SecretParts {
    private static final byte STAR = '*';

    private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization");
    private static final Set<String> PROOFS =
            Set.of("authentication-info", "proxy-authentication-info");
    private static final Set<String> REFERRERS = Set.of("referred-by", "b");

    private final byte[] octets;
    private byte @Nullable [] changed;
    private String header = "";
    private String token = "";

    private SecretParts(byte[] octets) {
        this.octets = octets;
    }

    /// The message without them; the same array when it has none.
    static byte[] blanked(byte[] message) {
        SecretParts parts = new SecretParts(message);
        parts.scan();
        byte[] changed = parts.changed;
        return changed == null ? message : changed;
    }

    private void scan() {
        int at = 0;
        while (at < octets.length) {
            int end = lineEnd(at);
            if (blank(at, end)) {
                body(next(end));
                return;
            }
            headerLine(at, end);
            at = next(end);
        }
    }

    /// A line that begins with white space goes on with the header before it (RFC 3261 §7.3.1).
    private void headerLine(int from, int end) {
        int value = from;
        if (octets[from] != ' ' && octets[from] != '\t') {
            int colon = indexOf(':', from, end);
            header = colon < 0 ? "" : text(from, colon).strip().toLowerCase(Locale.ROOT);
            value = colon + 1;
        }
        if (CREDENTIALS.contains(header)) {
            credentials(value, end, value != from);
        } else if (PROOFS.contains(header)) {
            parameter("rspauth", value, end);
        } else if (REFERRERS.contains(header)) {
            String cid = after("cid=", text(value, end));
            token = cid.isEmpty() ? token : cid;
        }
    }

    /// Digest names its parts; of everything else all behind the scheme is secret.
    private void credentials(int from, int end, boolean first) {
        String text = text(from, end);
        if (!first || text.stripLeading().regionMatches(true, 0, "Digest", 0, 6)) {
            parameter("response", from, end);
            return;
        }
        int scheme = from;
        while (scheme < end && octets[scheme] == ' ') {
            scheme++;
        }
        int space = indexOf(' ', scheme, end);
        fill(space < 0 ? scheme : space + 1, end);
    }

    /// The value of each parameter of that name, quoted or not.
    private void parameter(String name, int from, int end) {
        String line = text(from, end).toLowerCase(Locale.ROOT);
        for (int at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
            int sign = at + name.length();
            while (sign < line.length() && line.charAt(sign) == ' ') {
                sign++;
            }
            boolean begins = at == 0 || " ,\t".indexOf(line.charAt(at - 1)) >= 0;
            if (begins && sign < line.length() && line.charAt(sign) == '=') {
                value(from + sign + 1, end);
            }
        }
    }

    private void value(int from, int end) {
        int begin = from;
        while (begin < end && (octets[begin] == ' ' || octets[begin] == '"')) {
            begin++;
        }
        int stop = begin;
        while (stop < end && octets[stop] != '"' && octets[stop] != ',' && octets[stop] != ' ') {
            stop++;
        }
        fill(begin, stop);
    }

    // ---- bodies

    private void body(int from) {
        boolean named = false;
        boolean inToken = false;
        for (int at = from; at < octets.length; at = next(lineEnd(at))) {
            int end = lineEnd(at);
            String line = text(at, end);
            if (line.startsWith("--")) {
                named = false;
                inToken = false;
            } else if (inToken) {
                fill(at, end);
            } else if (blank(at, end)) {
                inToken = named;
            } else if (!token.isEmpty() && line.contains(token)) {
                named = true;
            } else {
                description(at, end, line);
            }
        }
    }

    private void description(int at, int end, String line) {
        if (line.startsWith("a=crypto:")) {
            int key = line.indexOf("inline:");
            fill(key < 0 ? at + "a=crypto:".length() : at + key + "inline:".length(), end);
        } else if (line.startsWith("a=ice-pwd:")) {
            fill(at + "a=ice-pwd:".length(), end);
        } else if (line.startsWith("k=")) {
            fill(at + 2, end);
        }
    }

    // ---- octets

    /// The word behind a sign, without quotes; empty when there is none.
    private static String after(String sign, String text) {
        int at = text.toLowerCase(Locale.ROOT).indexOf(sign);
        if (at < 0) {
            return "";
        }
        String rest = text.substring(at + sign.length()).replace("\"", "").replace("\\", "");
        int stop = 0;
        while (stop < rest.length() && ";,> \t".indexOf(rest.charAt(stop)) < 0) {
            stop++;
        }
        return rest.substring(0, stop);
    }

    private void fill(int from, int end) {
        if (from < end) {
            byte[] copy = changed == null ? octets.clone() : changed;
            Arrays.fill(copy, from, end, STAR);
            changed = copy;
        }
    }

    /// One character for each octet.
    private String text(int from, int end) {
        return from >= end ? "" : new String(octets, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private int indexOf(char c, int from, int end) {
        for (int i = from; i < end; i++) {
            if (octets[i] == c) {
                return i;
            }
        }
        return -1;
    }

    private boolean blank(int from, int end) {
        return from == end;
    }

    /// Where the text of a line ends: at CR LF, or LF.
    private int lineEnd(int from) {
        int feed = indexOf('\n', from, octets.length);
        int end = feed < 0 ? octets.length : feed;
        return end > from && octets[end - 1] == '\r' ? end - 1 : end;
    }

    private int next(int lineEnd) {
        int at = lineEnd;
        if (at < octets.length && octets[at] == '\r') {
            at++;
        }
        return at + 1;
    }
}
