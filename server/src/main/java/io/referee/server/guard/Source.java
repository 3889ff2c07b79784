package io.referee.server.guard;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// What counts as one sender: an IPv4 address, or the 64 bits in front of an IPv6 address, since
/// whoever has one address of such a network has them all (RFC 4291 §2.5.4). Kept as a number, so
/// that looking one up makes no garbage.
final class Source {
    /// In front of the 32 bits of an IPv4 address; as an IPv6 address it is a multicast one (RFC
    /// 4291 §2.7), which sends nothing.
    private static final long IPV4 = 0xffff_ffff_0000_0000L;

    private static final int PREFIX_OCTETS = 8;
    private static final int IPV6_OCTETS = 16;

    private Source() {}

    /// The number of this sender.
    static long of(InetAddress address) {
        byte[] octets = address.getAddress();
        boolean four = address instanceof Inet4Address;
        long number = 0;
        for (int i = 0; i < (four ? octets.length : PREFIX_OCTETS); i++) {
            number = number << 8 | octets[i] & 0xff;
        }
        return four ? IPV4 | number : number;
    }

    /// The number of an address as [#text] writes it, or of any address in it; empty for anything
    /// else. Never asks DNS.
    static Optional<Long> parse(String text) {
        String address = text.endsWith("/64") ? text.substring(0, text.length() - 3) : text;
        try {
            return Optional.of(of(InetAddress.ofLiteral(address)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// As in `192.0.2.1` and `2001:db8:0:0:0:0:0:0/64`.
    static String text(long number) {
        String text = address(number).getHostAddress();
        return (number & IPV4) == IPV4 ? text : text + "/64";
    }

    /// The address of this sender, or the first one of its 64 bits.
    static InetAddress address(long number) {
        boolean four = (number & IPV4) == IPV4;
        byte[] octets = new byte[four ? 4 : IPV6_OCTETS];
        int prefix = Math.min(octets.length, PREFIX_OCTETS);
        for (int i = 0; i < prefix; i++) {
            octets[i] = (byte) (number >>> 8 * (prefix - 1 - i));
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an address", e);
        }
    }

    /// Mixes a name into the number: one sender with one account.
    static long with(long number, String name) {
        return ConductBook.mixed(number + 1)
                ^ ConductBook.mixed(name.hashCode() * 31L + name.length());
    }
}
