package io.referee.server.account;

import io.referee.sip.transport.Hosts;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// A range of addresses, as in `10.0.0.0/8`. *Immutable.*
///
/// @param bits how many leading bits of the address count
public record Network(InetAddress address, int bits) {
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final byte[] NAT64 = {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] SIX_TO_FOUR = {0x20, 0x02};

    /// Reads `address/bits`, or an address alone; empty when it is neither.
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        try {
            InetAddress base = InetAddress.ofLiteral(address);
            int most = base.getAddress().length * 8;
            int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
            return bits < 0 || bits > most
                    ? Optional.empty()
                    : Optional.of(new Network(base, bits));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Whether the address lies in this range. An IPv6 address is never in an IPv4 range.
    public boolean contains(InetAddress other) {
        byte[] ours = address.getAddress();
        byte[] theirs = other.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit & 7);
            if ((ours[bit >> 3] & mask) != (theirs[bit >> 3] & mask)) {
                return false;
            }
        }
        return true;
    }

    /// The IPv4 address that an IPv6 address stands for, for somebody behind it who translates:
    /// mapped (RFC 4291 §2.5.5.2), with the well-known prefix of NAT64 (RFC 6052 §2.1), or of 6to4
    /// (RFC 3056 §2). Empty when it is none of these.
    public static Optional<InetAddress> carried(InetAddress address) {
        byte[] octets = address.getAddress();
        if (octets.length != 16) {
            return Optional.empty();
        }
        if (begins(octets, MAPPED) || begins(octets, NAT64)) {
            return Optional.of(ipv4(octets, 12));
        }
        return begins(octets, SIX_TO_FOUR) ? Optional.of(ipv4(octets, 2)) : Optional.empty();
    }

    private static boolean begins(byte[] octets, byte[] prefix) {
        return Arrays.equals(octets, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static InetAddress ipv4(byte[] octets, int from) {
        return Hosts.address(Arrays.copyOfRange(octets, from, from + 4), 0).getAddress();
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
