package io.referee.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// What counts as one sender of connections: an IPv4 address, or the first 64 bits of an IPv6
/// address, because whoever has one address of such a network has them all (RFC 4291 §2.5.4).
/// *Immutable.*
///
/// @param first the address, or the first one of its network
record Network(InetAddress first) {
    private static final int PREFIX_OCTETS = 8;

    static Network of(InetAddress address) {
        if (address instanceof Inet4Address) {
            return new Network(address);
        }
        byte[] octets = address.getAddress();
        Arrays.fill(octets, PREFIX_OCTETS, octets.length, (byte) 0);
        try {
            return new Network(InetAddress.getByAddress(octets));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 octets are an address", e);
        }
    }
}
