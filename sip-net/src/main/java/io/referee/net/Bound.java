package io.referee.net;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/// The sockets that listen. UDP and TCP listeners that are asked for any free port all get the same
/// one, because phones expect that of a server. *Immutable once bound.*
final class Bound {
    private static final int ATTEMPTS = 32;
    private static final int BACKLOG = 1_024;

    private final List<DatagramChannel> datagrams = new ArrayList<>();
    private final List<Door> doors = new ArrayList<>();
    private final List<Served> served = new ArrayList<>();
    private final List<Listener> listeners;
    private int sharedPort;

    /// Where connections come in.
    record Door(ServerSocket socket, Listener listener) {}

    private Bound(List<Listener> listeners) {
        this.listeners = listeners;
    }

    /// Binds all or none.
    static Bound bind(List<Listener> listeners) throws BindFailed {
        for (int attempt = 1; ; attempt++) {
            Bound bound = new Bound(listeners);
            try {
                bound.bindAll();
                return bound;
            } catch (BindFailed e) {
                bound.close();
                if (bound.sharedPort == 0 || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    List<DatagramChannel> datagrams() {
        return datagrams;
    }

    List<Door> doors() {
        return doors;
    }

    /// What is served, in the order of the settings.
    List<Served> served() {
        return served;
    }

    private void bindAll() throws BindFailed {
        for (Listener listener : listeners) {
            if (!shadowed(listener)) {
                bind(listener);
            }
        }
        for (Listener listener : listeners) {
            if (shadowed(listener)) {
                showShadowed(listener);
            }
        }
    }

    private void bind(Listener listener) throws BindFailed {
        boolean shares = sharesPort(listener);
        InetSocketAddress at = listener.address();
        if (shares && sharedPort != 0) {
            at = new InetSocketAddress(at.getAddress(), sharedPort);
        }
        try {
            InetSocketAddress got =
                    switch (listener) {
                        case Listener.Udp _ -> datagrams(at);
                        case Listener.Tcp _, Listener.Tls _ -> streams(at, listener);
                    };
            served.add(new Served(listener.transport(), got));
            if (shares) {
                sharedPort = got.getPort();
            }
        } catch (IOException e) {
            throw new BindFailed(listener.transport(), at, e);
        }
    }

    private static boolean sharesPort(Listener listener) {
        return listener.address().getPort() == 0 && !(listener instanceof Listener.Tls);
    }

    /// `0.0.0.0` beside `[::]` on the same port: one socket serves both.
    private boolean shadowed(Listener listener) {
        if (!anyOf(listener, 4)) {
            return false;
        }
        for (Listener other : listeners) {
            if (anyOf(other, 16)
                    && other.transport() == listener.transport()
                    && other.address().getPort() == listener.address().getPort()) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyOf(Listener listener, int octets) {
        InetAddress ip = listener.address().getAddress();
        return ip.isAnyLocalAddress() && ip.getAddress().length == octets;
    }

    private void showShadowed(Listener listener) {
        int port = listener.address().getPort();
        for (Served one : List.copyOf(served)) {
            boolean serves =
                    one.transport() == listener.transport()
                            && one.address().getAddress().isAnyLocalAddress()
                            && (port == 0 || port == one.address().getPort());
            if (serves) {
                InetAddress any = listener.address().getAddress();
                InetSocketAddress shown = new InetSocketAddress(any, one.address().getPort());
                served.add(new Served(listener.transport(), shown));
                return;
            }
        }
    }

    private InetSocketAddress datagrams(InetSocketAddress at) throws IOException {
        DatagramChannel channel = DatagramChannel.open(family(at));
        datagrams.add(channel);
        channel.bind(at);
        return new InetSocketAddress(at.getAddress(), channel.socket().getLocalPort());
    }

    private InetSocketAddress streams(InetSocketAddress at, Listener listener) throws IOException {
        ServerSocket socket = new ServerSocket();
        doors.add(new Door(socket, listener));
        socket.bind(at, BACKLOG);
        return new InetSocketAddress(at.getAddress(), socket.getLocalPort());
    }

    private static StandardProtocolFamily family(InetSocketAddress at) {
        return at.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    /// Gives the addresses back.
    void close() {
        datagrams.forEach(Bound::close);
        doors.forEach(door -> close(door.socket));
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
