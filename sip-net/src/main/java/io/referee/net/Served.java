package io.referee.net;

import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/// A socket that is really bound. *Immutable.*
public record Served(Transport transport, InetSocketAddress address) {

    /// Whether peers at such an address are reached from here: the IPv6 wildcard serves both
    /// families, and a loopback address serves this machine alone.
    boolean reaches(InetAddress peer) {
        InetAddress own = address.getAddress();
        boolean four = own instanceof Inet4Address;
        if (own.isAnyLocalAddress()) {
            return !four || peer instanceof Inet4Address;
        }
        return four == peer instanceof Inet4Address
                && (!own.isLoopbackAddress() || peer.isLoopbackAddress());
    }

    /// As in `udp:127.0.0.1:5060`.
    @Override
    public String toString() {
        return transport.text().toLowerCase(Locale.ROOT)
                + ':'
                + Hosts.text(address)
                + ':'
                + address.getPort();
    }
}
