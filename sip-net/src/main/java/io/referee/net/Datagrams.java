package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The UDP sockets of an engine. *Engine thread only.*
final class Datagrams {
    /// Whom it tells, and what bounds it.
    record Place(Events events, Limits limits, StunDesk stun) {}

    private final List<UdpSocket> sockets = new ArrayList<>();
    private final int remembered;

    /// Where peers were heard, when several sockets could reach them: answers leave where their
    /// requests came in.
    private final Map<InetAddress, UdpSocket> heardOn = new LinkedHashMap<>();

    Datagrams(Bound bound, Selector selector, Place place) throws IOException {
        UdpSocket.Surroundings around =
                new UdpSocket.Surroundings(place.events, place.limits, place.stun, this::heard);
        for (DatagramChannel channel : bound.datagrams()) {
            sockets.add(new UdpSocket(channel, selector, around));
        }
        remembered = place.limits.localAddresses();
    }

    /// One socket needs no memory.
    private void heard(InetAddress peer, UdpSocket socket) {
        if (sockets.size() > 1
                && heardOn.put(peer, socket) == null
                && heardOn.size() > remembered) {
            heardOn.remove(heardOn.keySet().iterator().next());
        }
    }

    void receive() throws IOException {
        for (UdpSocket socket : sockets) {
            socket.receive();
        }
    }

    void ready() {
        for (UdpSocket socket : sockets) {
            socket.ready();
        }
    }

    boolean readable() {
        for (UdpSocket socket : sockets) {
            if (socket.readable()) {
                return true;
            }
        }
        return false;
    }

    /// False when no socket reaches such an address.
    boolean send(SipMessage message, Hop to, Hop asked) {
        UdpSocket socket = socket(to.address().getAddress());
        if (socket == null) {
            return false;
        }
        socket.send(message, to, asked);
        return true;
    }

    /// Sends octets that are no SIP.
    void send(byte[] octets, InetSocketAddress to) {
        UdpSocket socket = socket(to.getAddress());
        if (socket != null) {
            socket.send(octets, to);
        }
    }

    private @Nullable UdpSocket socket(InetAddress peer) {
        UdpSocket heard = heardOn.isEmpty() ? null : heardOn.get(peer);
        if (heard != null) {
            return heard;
        }
        for (UdpSocket socket : sockets) {
            if (socket.reaches(peer)) {
                return socket;
            }
        }
        return sockets.isEmpty() ? null : sockets.getFirst();
    }

    void close() throws IOException {
        for (UdpSocket socket : sockets) {
            socket.close();
        }
    }
}
