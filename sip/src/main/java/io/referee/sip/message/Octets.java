package io.referee.sip.message;

import java.nio.charset.StandardCharsets;

/// Looking at octets without making strings of them.
final class Octets {
    private Octets() {}

    static boolean same(byte[] octets, int from, int to, String ascii) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (octets[from + i] != (byte) ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.UTF_8);
    }

    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }

    /// Whether the octet may stand in a token (RFC 3261 §25.1).
    static boolean tokenOctet(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || "-.!%*_+`'~".indexOf(c) >= 0;
    }

    static boolean token(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!tokenOctet(octets[i] & 0xff)) {
                return false;
            }
        }
        return to > from;
    }

    static boolean blank(int octet) {
        return octet == ' ' || octet == '\t';
    }
}
