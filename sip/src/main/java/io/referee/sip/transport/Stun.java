package io.referee.sip.transport;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;

/// As much of STUN (RFC 5389) as keeping a UDP flow alive needs (RFC 5626 §3.5.2, §8): Binding
/// requests, and answers that say where a request came from. No credentials, no retransmissions.
public final class Stun {
    /// Octets of a header, and of a request without attributes (RFC 5389 §6).
    public static final int HEADER_OCTETS = 20;

    /// Longest request that is read; a keep-alive has no use for more.
    public static final int MAX_OCTETS = 548;

    private static final int ID_FROM = 4;
    private static final byte[] COOKIE = {0x21, 0x12, (byte) 0xa4, 0x42};
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;

    /// Attributes from this type on may be passed over (RFC 5389 §15).
    private static final int FIRST_OPTIONAL = 0x8000;

    private Stun() {}

    /// Whether octets that arrived beside SIP are STUN: two zero bits, a length that is right, the
    /// cookie (RFC 5389 §6, RFC 5626 §8).
    public static boolean looksLike(byte[] octets) {
        return octets.length >= HEADER_OCTETS
                && octets.length <= MAX_OCTETS
                && (octets[0] & 0xc0) == 0
                && number(octets, 2) == octets.length - HEADER_OCTETS
                && octets.length % 4 == 0
                && Arrays.equals(octets, ID_FROM, ID_FROM + 4, COOKIE, 0, 4);
    }

    /// The answer to a Binding request: XOR-MAPPED-ADDRESS and nothing else (RFC 5389 §10.1.2,
    /// §15.2). Empty for what is no such request, and for one with attributes that would have to be
    /// understood: it is not answered, so that no answer is longer than it must be.
    public static Optional<byte[]> answer(byte[] octets, InetSocketAddress from) {
        if (!looksLike(octets) || number(octets, 0) != BINDING_REQUEST || demanding(octets)) {
            return Optional.empty();
        }
        byte[] ip = from.getAddress().getAddress();
        byte[] answer = Arrays.copyOf(octets, HEADER_OCTETS + 8 + ip.length);
        put(answer, 0, BINDING_SUCCESS);
        put(answer, 2, answer.length - HEADER_OCTETS);
        put(answer, HEADER_OCTETS, XOR_MAPPED_ADDRESS);
        put(answer, HEADER_OCTETS + 2, 4 + ip.length);
        put(answer, HEADER_OCTETS + 4, ip.length == 4 ? 1 : 2);
        put(answer, HEADER_OCTETS + 6, from.getPort() ^ number(COOKIE, 0));
        for (int i = 0; i < ip.length; i++) {
            answer[HEADER_OCTETS + 8 + i] = (byte) (ip[i] ^ octets[ID_FROM + i]);
        }
        return Optional.of(answer);
    }

    private static boolean demanding(byte[] octets) {
        int at = HEADER_OCTETS;
        while (at + 4 <= octets.length) {
            if (number(octets, at) < FIRST_OPTIONAL) {
                return true;
            }
            at += 4 + (number(octets, at + 2) + 3 & ~3);
        }
        return false;
    }

    /// A Binding request.
    ///
    /// @param id twelve octets that nobody can guess (RFC 5389 §6)
    public static byte[] request(byte[] id) {
        byte[] request = new byte[HEADER_OCTETS];
        put(request, 0, BINDING_REQUEST);
        System.arraycopy(COOKIE, 0, request, ID_FROM, COOKIE.length);
        System.arraycopy(id, 0, request, ID_FROM + COOKIE.length, 12);
        return request;
    }

    /// Whether this is the answer to that request.
    public static boolean answers(byte[] octets, byte[] request) {
        return looksLike(octets)
                && number(octets, 0) == BINDING_SUCCESS
                && Arrays.equals(octets, ID_FROM, HEADER_OCTETS, request, ID_FROM, HEADER_OCTETS);
    }

    /// Where an answer says that its request came from; empty when it does not.
    public static Optional<InetSocketAddress> mapped(byte[] octets) {
        int at = HEADER_OCTETS;
        while (looksLike(octets) && at + 4 <= octets.length) {
            int length = number(octets, at + 2);
            boolean whole = at + 4 + length <= octets.length;
            if (number(octets, at) == XOR_MAPPED_ADDRESS
                    && whole
                    && (length == 8 || length == 20)) {
                return Optional.of(address(octets, at + 4, length - 4));
            }
            at += 4 + (length + 3 & ~3);
        }
        return Optional.empty();
    }

    private static InetSocketAddress address(byte[] octets, int from, int ipOctets) {
        byte[] ip = Arrays.copyOfRange(octets, from + 4, from + 4 + ipOctets);
        for (int i = 0; i < ip.length; i++) {
            ip[i] ^= octets[ID_FROM + i];
        }
        return Hosts.address(ip, number(octets, from + 2) ^ number(COOKIE, 0));
    }

    private static int number(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
    }

    private static void put(byte[] octets, int at, int number) {
        octets[at] = (byte) (number >> 8);
        octets[at + 1] = (byte) number;
    }
}
