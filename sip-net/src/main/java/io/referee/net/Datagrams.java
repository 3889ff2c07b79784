package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The UDP sockets of an engine. *Engine thread only.*
final class Datagrams {
    private final List<UdpSocket> sockets = new ArrayList<>();
    private final int remembered;

    /// Where peers were heard, when several sockets could reach them: answers leave where their
    /// requests came in.
    private final Map<InetAddress, UdpSocket> heardOn = new LinkedHashMap<>();

    Datagrams(List<DatagramChannel> channels, Selector selector, Events events, Limits limits)
            throws IOException {
        for (DatagramChannel channel : channels) {
            sockets.add(new UdpSocket(channel, selector, new UdpSocket.Surroundings(events, limits, this::heard)));
        }
        remembered = limits.localAddresses();
    }

    /// One socket needs no memory.
    private void heard(InetAddress peer, UdpSocket socket) {
        if (sockets.size() > 1 && heardOn.put(peer, socket) == null && heardOn.size() > remembered) {
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
