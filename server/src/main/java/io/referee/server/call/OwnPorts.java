package io.referee.server.call;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.Stream;

/// The ports that this server listens on: an address of ours with another port is somebody else.
public final class OwnPorts {
    private OwnPorts() {}

    /// Whether the port is one of them, for whatever transport. *Engine thread only.*
    public static boolean include(Outside outside, int port) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return Stream.of(Hop.udp(here), Hop.tcp(here), Hop.tls(here))
                .anyMatch(hop -> outside.localAddress(hop).port() == port);
    }
}
