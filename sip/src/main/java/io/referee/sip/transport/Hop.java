package io.referee.sip.transport;

import java.net.InetSocketAddress;
import java.util.Locale;

/// A neighbour: where a message came from or goes to. *Immutable.*
///
/// @param address resolved when it is an IP address; a host name stays unresolved and is looked up
///   by the shell
/// @param connection number of the stream connection, 0 for none: a message sent to a hop with a
///   connection uses it while it is open, and otherwise opens a new one to the address
public record Hop(Transport transport, InetSocketAddress address, long connection) {

    /// Over UDP.
    public static Hop udp(InetSocketAddress address) {
        return new Hop(Transport.UDP, address, 0);
    }

    /// Over TCP, on no connection in particular.
    public static Hop tcp(InetSocketAddress address) {
        return new Hop(Transport.TCP, address, 0);
    }

    /// The IP address as text, in brackets when it is IPv6; the name when unresolved.
    public String host() {
        return Hosts.text(address);
    }

    /// The port.
    public int port() {
        return address.getPort();
    }

    @Override
    public String toString() {
        return transport.text().toLowerCase(Locale.ROOT) + ':' + host() + ':' + port();
    }
}
