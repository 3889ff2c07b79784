package io.referee.net;

import io.referee.sip.transport.Transport;

import java.net.InetSocketAddress;

/// One address where SIP is served. Port 0 means any free one. *Immutable.*
///
/// The IPv6 wildcard `[::]` serves IPv4 too; `0.0.0.0` beside it on the same port changes nothing.
public sealed interface Listener {

    /// Where; resolved.
    InetSocketAddress address();

    /// How.
    Transport transport();

    /// Datagrams.
    record Udp(InetSocketAddress address) implements Listener {
        public Udp {
            resolved(address);
        }

        @Override
        public Transport transport() {
            return Transport.UDP;
        }
    }

    /// Plain streams.
    record Tcp(InetSocketAddress address) implements Listener {
        public Tcp {
            resolved(address);
        }

        @Override
        public Transport transport() {
            return Transport.TCP;
        }
    }

    /// Streams under TLS.
    ///
    /// @param tls the certificates that are shown and the ones that are asked for
    record Tls(InetSocketAddress address, TlsServer tls) implements Listener {
        public Tls {
            resolved(address);
        }

        @Override
        public Transport transport() {
            return Transport.TLS;
        }
    }

    /// Datagrams at this address.
    static Listener udp(InetSocketAddress address) {
        return new Udp(address);
    }

    /// Plain streams at this address.
    static Listener tcp(InetSocketAddress address) {
        return new Tcp(address);
    }

    /// TLS at this address.
    static Listener tls(InetSocketAddress address, TlsServer tls) {
        return new Tls(address, tls);
    }

    private static void resolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("not an IP address: " + address.getHostString());
        }
    }
}
