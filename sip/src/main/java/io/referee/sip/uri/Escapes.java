package io.referee.sip.uri;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Percent escapes (RFC 3986 §2.1).
public final class Escapes {
    private static final String HEX = "0123456789ABCDEF";

    private Escapes() {}

    /// Resolves each escape exactly once. A percent sign without two hex digits stays; `+` is not a
    /// space.
    public static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length && in[i] == '%' ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// One form for texts that mean the same (RFC 3261 §19.1.4): what needs no escape is unescaped,
    /// and what is reserved stays as it is, escaped or not, with hex digits in upper case.
    static String normal(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int high = i + 2 < text.length() && text.charAt(i) == '%' ? hex(text, i + 1) : -1;
            int low = high >= 0 ? hex(text, i + 2) : -1;
            int c = high * 16 + low;
            if (low < 0) {
                out.append(text.charAt(i));
            } else {
                boolean plain = c > ' ' && c < 127 && "%;/?:@&=+$,".indexOf(c) < 0;
                if (plain) {
                    out.append((char) c);
                } else {
                    out.append('%').append(HEX.charAt(high)).append(HEX.charAt(low));
                }
                i += 2;
            }
        }
        return out.toString();
    }

    private static int hex(String text, int at) {
        char c = text.charAt(at);
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    /// Escapes everything that is not unreserved (RFC 3986 §2.3): safe in every part of a URI.
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xff;
            if (c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || "-_.~".indexOf(c) >= 0) {
                out.append((char) c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    /// Escapes a user part: like [#escape] but leaves what RFC 3261 §25.1 allows there (`+`, `*`;
    /// but not `#`).
    public static String escapeUser(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            int c = octet & 0xff;
            if (c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || "-_.!~*'()&=+$,;?/".indexOf(c) >= 0) {
                out.append((char) c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }
}
