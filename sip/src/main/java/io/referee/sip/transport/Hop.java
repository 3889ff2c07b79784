package io.referee.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/// A neighbour: where a message came from or goes to. *Immutable.*
///
/// @param address resolved when it is an IP address; a host name stays unresolved and is looked up
///   by the shell. A resolved address may keep the name that was asked for, see [#named].
/// @param connection number of the stream connection, 0 for none: a message sent to a hop with a
///   connection uses it while it is open, and otherwise opens a new one to the address. A hop of
///   [Transport#WS] or [Transport#WSS] is reached on its connection only.
public record Hop(Transport transport, InetSocketAddress address, long connection) {

    /// On no connection in particular.
    public static Hop of(Transport transport, InetSocketAddress address) {
        return new Hop(transport, address, 0);
    }

    /// Over UDP.
    public static Hop udp(InetSocketAddress address) {
        return of(Transport.UDP, address);
    }

    /// Over TCP, on no connection in particular.
    public static Hop tcp(InetSocketAddress address) {
        return of(Transport.TCP, address);
    }

    /// Over TLS, on no connection in particular.
    public static Hop tls(InetSocketAddress address) {
        return of(Transport.TLS, address);
    }

    /// The same neighbour at an address that was found for its name. The name is kept beside the
    /// address: TLS asks the peer for its certificate and checks it (RFC 5922 §7.2).
    public Hop resolved(InetAddress found) {
        InetAddress kept = Hosts.named(address.getHostString(), found);
        return new Hop(transport, new InetSocketAddress(kept, address.getPort()), connection);
    }

    /// The name that was asked for; the IP address as text when there was none. Nothing is looked
    /// up.
    public String name() {
        return address.getHostString();
    }

    /// The same on another transport.
    public Hop over(Transport other) {
        return new Hop(other, address, 0);
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
