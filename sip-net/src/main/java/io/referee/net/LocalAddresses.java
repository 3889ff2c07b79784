package io.referee.net;

import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside.Local;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/// How peers reach one of our sockets. *Engine thread only.*
final class LocalAddresses {
    /// Routes change; what was found out is forgotten after this.
    private static final long LIFE_NANOS = 30_000_000_000L;

    /// Stands for "any peer out there" while a name is not looked up yet; nothing is sent to it
    /// (RFC 5737).
    private static final InetAddress ANYWHERE = InetAddress.ofLiteral("192.0.2.1");

    private final InetSocketAddress bound;
    private final Advertise advertise;
    private final int limit;
    private final Map<InetAddress, Local> byPeer = new HashMap<>();
    private final Local constant;
    private long filledNanos;

    LocalAddresses(InetSocketAddress bound, Advertise advertise, int limit) {
        this.bound = bound;
        this.advertise = advertise;
        this.limit = limit;
        String host =
                switch (advertise) {
                    case Advertise.Fixed(String fixed) -> fixed;
                    case Advertise.Auto() -> Hosts.text(bound);
                };
        this.constant = new Local(host, bound.getPort());
    }

    Local towards(InetSocketAddress peer, long nowNanos) {
        if (advertise instanceof Advertise.Fixed || !bound.getAddress().isAnyLocalAddress()) {
            return constant;
        }
        if (nowNanos - filledNanos > LIFE_NANOS || byPeer.size() > limit) {
            byPeer.clear();
            filledNanos = nowNanos;
        }
        InetAddress ip = peer.isUnresolved() ? ANYWHERE : peer.getAddress();
        Local known = byPeer.get(ip);
        if (known == null) {
            known = new Local(Hosts.text(route(ip)), bound.getPort());
            byPeer.put(ip, known);
        }
        return known;
    }

    /// Connecting a datagram socket sends nothing; it makes the kernel choose the local address.
    private static InetSocketAddress route(InetAddress peer) {
        if (!peer.isLoopbackAddress()) {
            try (DatagramSocket probe = new DatagramSocket()) {
                probe.connect(new InetSocketAddress(peer, 5060));
                if (!probe.getLocalAddress().isAnyLocalAddress()) {
                    return new InetSocketAddress(probe.getLocalAddress(), 0);
                }
            } catch (IOException | RuntimeException e) {
                // No route: only this machine itself can reach us.
            }
        }
        boolean six = peer.isLoopbackAddress() && peer.getAddress().length == 16;
        return new InetSocketAddress(InetAddress.ofLiteral(six ? "::1" : "127.0.0.1"), 0);
    }
}
