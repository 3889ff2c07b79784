package io.referee.server.account;

import java.net.InetAddress;
import java.util.Optional;

/// A range of addresses, as in `10.0.0.0/8`. *Immutable.*
///
/// @param bits how many leading bits of the address count
public record Network(InetAddress address, int bits) {

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

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + bits;
    }
}
