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

    static boolean sameIgnoreCase(byte[] octets, int from, int to, String ascii) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (lower(octets[from + i]) != lower(ascii.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// Where the octet first stands, or -1.
    static int indexOf(byte[] octets, char c, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == c) {
                return i;
            }
        }
        return -1;
    }

    /// Where the octet last stands, or -1.
    static int lastIndexOf(byte[] octets, char c, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (octets[i] == c) {
                return i;
            }
        }
        return -1;
    }

    static String text(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.UTF_8);
    }

    static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
    }

    static boolean token(byte[] octets, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Tokens.tokenChar(octets[i] & 0xff)) {
                return false;
            }
        }
        return to > from;
    }

    static boolean blank(int octet) {
        return octet == ' ' || octet == '\t';
    }

    /// A blank or a line end.
    static boolean white(int octet) {
        return blank(octet) || octet == '\r' || octet == '\n';
    }
}
