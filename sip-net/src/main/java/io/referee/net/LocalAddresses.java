package io.referee.net;

import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside.Local;
import io.referee.sip.transport.Transport;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How peers reach us: which of our sockets Via and Contact show to whom. *Engine thread only.*
final class LocalAddresses {
    /// Routes change; what was found out is forgotten after this.
    private static final long LIFE_NANOS = 30_000_000_000L;

    /// Stands for "any peer out there" while a name is not looked up yet; nothing is sent to it
    /// (RFC 5737).
    private static final InetAddress ANYWHERE = InetAddress.ofLiteral("192.0.2.1");

    private final List<Served> served;
    private final Advertise advertise;
    private final int limit;
    private final Map<InetAddress, String> hostByPeer = new HashMap<>();
    private final Map<Shown, Local> shown = new HashMap<>();
    private long filledNanos;

    /// So that a [Local] is made once and not for each message.
    private record Shown(Served from, InetAddress to) {}

    /// @param served not empty
    LocalAddresses(List<Served> served, Advertise advertise, int limit) {
        this.served = List.copyOf(served);
        this.advertise = advertise;
        this.limit = limit;
    }

    /// Our side of a transport towards a peer. A transport that is not served is answered with the
    /// address of another one.
    Local towards(Transport transport, InetSocketAddress peer, long nowNanos) {
        if (nowNanos - filledNanos > LIFE_NANOS || shown.size() > limit) {
            hostByPeer.clear();
            shown.clear();
            filledNanos = nowNanos;
        }
        InetAddress ip = peer.isUnresolved() ? ANYWHERE : peer.getAddress();
        Served from = served(transport, ip);
        Shown key = new Shown(from, ip);
        Local known = shown.get(key);
        if (known == null) {
            known = new Local(host(from, ip), from.address().getPort());
            shown.put(key, known);
        }
        return known;
    }

    /// How others see a socket of somebody else's that brings us messages.
    Local foreign(InetSocketAddress local) {
        String host =
                advertise instanceof Advertise.Fixed(String fixed) ? fixed : Hosts.shown(local);
        return new Local(host, local.getPort());
    }

    /// The first that serves the transport and reaches the peer; else the first that comes near.
    private Served served(Transport transport, InetAddress peer) {
        Served near = served.getFirst();
        int nearness = 0;
        for (Served one : served) {
            int here = (one.transport() == transport ? 2 : 0) + (one.reaches(peer) ? 1 : 0);
            if (here > nearness) {
                near = one;
                nearness = here;
            }
        }
        return near;
    }

    private String host(Served from, InetAddress peer) {
        return switch (advertise) {
            case Advertise.Fixed(String fixed) -> fixed;
            case Advertise.Auto() ->
                    from.address().getAddress().isAnyLocalAddress()
                            ? hostByPeer.computeIfAbsent(peer, LocalAddresses::route)
                            : Hosts.shown(from.address());
        };
    }

    /// Connecting a datagram socket sends nothing; it makes the kernel choose the local address.
    private static String route(InetAddress peer) {
        if (!peer.isLoopbackAddress()) {
            try (DatagramSocket probe = new DatagramSocket()) {
                probe.connect(new InetSocketAddress(peer, 5060));
                if (!probe.getLocalAddress().isAnyLocalAddress()) {
                    return Hosts.shown(new InetSocketAddress(probe.getLocalAddress(), 0));
                }
            } catch (IOException | RuntimeException e) {
                // No route: only this machine itself can reach us.
            }
        }
        boolean six = peer.isLoopbackAddress() && peer.getAddress().length == 16;
        return six ? "[0:0:0:0:0:0:0:1]" : "127.0.0.1";
    }
}
