package io.referee.net;

import io.referee.sip.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.Optional;

/// The sockets that listen. When both are asked for any free port, they get the same number,
/// because phones expect that of a server. *Immutable.*
final class Bound {
    private static final int ATTEMPTS = 32;
    private static final int BACKLOG = 512;

    private final @Nullable DatagramChannel udp;
    private final @Nullable ServerSocket tcp;

    private Bound(@Nullable DatagramChannel udp, @Nullable ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    Optional<DatagramChannel> udp() {
        return Optional.ofNullable(udp);
    }

    Optional<ServerSocket> tcp() {
        return Optional.ofNullable(tcp);
    }

    /// Gives the addresses back.
    void close() {
        close(udp);
        close(tcp);
    }

    /// Binds both or none.
    static Bound bind(Listen udp, Listen tcp) throws BindFailed {
        return switch (udp) {
            case Listen.Off() -> new Bound(null, listen(tcp));
            case Listen.At(InetSocketAddress at) ->
                    switch (tcp) {
                        case Listen.Off() -> new Bound(datagrams(at), null);
                        case Listen.At(InetSocketAddress other) -> both(at, other);
                    };
        };
    }

    private static @Nullable ServerSocket listen(Listen tcp) throws BindFailed {
        return switch (tcp) {
            case Listen.Off() -> null;
            case Listen.At(InetSocketAddress at) -> streams(at);
        };
    }

    private static Bound both(InetSocketAddress udp, InetSocketAddress tcp) throws BindFailed {
        boolean same = udp.getPort() == 0 && tcp.getPort() == 0;
        for (int attempt = 1; ; attempt++) {
            DatagramChannel datagrams = datagrams(udp);
            try {
                InetSocketAddress at =
                        same ? new InetSocketAddress(tcp.getAddress(), port(datagrams)) : tcp;
                return new Bound(datagrams, streams(at));
            } catch (BindFailed e) {
                close(datagrams);
                if (!same || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static int port(DatagramChannel channel) {
        return channel.socket().getLocalPort();
    }

    private static DatagramChannel datagrams(InetSocketAddress at) throws BindFailed {
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open(family(at));
            return channel.bind(at);
        } catch (IOException e) {
            close(channel);
            throw new BindFailed(Transport.UDP, at, e);
        }
    }

    private static ServerSocket streams(InetSocketAddress at) throws BindFailed {
        ServerSocket socket = null;
        try {
            socket = new ServerSocket();
            socket.bind(at, BACKLOG);
            return socket;
        } catch (IOException e) {
            close(socket);
            throw new BindFailed(Transport.TCP, at, e);
        }
    }

    private static StandardProtocolFamily family(InetSocketAddress at) {
        return at.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    private static void close(@Nullable Closeable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // It was not bound or is given up; there is nothing left to do with it.
        }
    }
}
