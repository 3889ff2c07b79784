package io.referee.sip.sdp;

import java.util.List;

/// The IPv4 addresses that only a network of its own knows (RFC 1918 §3, RFC 6598 §7), and what a
/// description says of them to the world outside. A phone behind a NAT that knows nothing of it
/// writes such an address; others reach it, if at all, at the address that its messages come from.
/// Ports stay as they are: no signalling tells what a NAT makes of them.
public final class PrivateAddresses {
    private static final int OCTETS = 4;

    private PrivateAddresses() {}

    /// Whether the text is an IPv4 address of a private network, or of one behind a provider's NAT.
    public static boolean contains(String address) {
        int[] octets = octets(address);
        return octets.length == OCTETS
                && (octets[0] == 10
                        || octets[0] == 172 && octets[1] >= 16 && octets[1] < 32
                        || octets[0] == 192 && octets[1] == 168
                        || octets[0] == 100 && octets[1] >= 64 && octets[1] < 128);
    }

    /// Whether the text is an IPv4 address that everybody may reach: no private one, none of this
    /// machine or this link, none of a group.
    public static boolean isPublic(String address) {
        int[] octets = octets(address);
        return octets.length == OCTETS
                && !contains(address)
                && octets[0] != 0
                && octets[0] != 127
                && octets[0] < 224
                && !(octets[0] == 169 && octets[1] == 254);
    }

    /// Clean text whose lines `c=` and `a=rtcp:` (RFC 3605) name this address instead of a private
    /// one.
    static String replaced(String text, String address) {
        String mended = text;
        for (int at = 0; at < mended.length(); at = Lines.next(mended, at)) {
            if (mended.startsWith("c=", at) || mended.startsWith("a=rtcp:", at)) {
                mended = Lines.replaced(mended, at, line(mended, at, address));
            }
        }
        return mended;
    }

    /// The address is the last word of both lines.
    private static String line(String text, int at, String address) {
        String line = text.substring(at, Lines.end(text, at));
        List<String> words = Lines.words(line);
        String last = words.getLast();
        return words.size() > 2 && contains(last)
                ? line.substring(0, line.lastIndexOf(last)) + address
                : line;
    }

    private static int[] octets(String address) {
        String[] parts = address.split("\\.", -1);
        int[] octets = new int[OCTETS];
        if (parts.length != OCTETS) {
            return new int[0];
        }
        for (int i = 0; i < OCTETS; i++) {
            octets[i] = octet(parts[i]);
            if (octets[i] < 0) {
                return new int[0];
            }
        }
        return octets;
    }

    private static int octet(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3;
        for (int i = 0; i < text.length() && digits; i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        int value = digits ? Integer.parseInt(text) : -1;
        return value > 255 ? -1 : value;
    }
}
