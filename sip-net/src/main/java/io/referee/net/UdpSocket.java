package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One bound UDP socket. Datagrams are read and written by the engine itself, without a thread in
/// between. *Engine thread only.*
final class UdpSocket {
    private static final int LARGEST_DATAGRAM = 65_535;

    /// Too short to be anything but a keep-alive.
    private static final int KEEP_ALIVE_OCTETS = 4;

    /// The first octet of STUN is below this, that of SIP is a letter (RFC 7983 §7).
    private static final int FIRST_NOT_STUN = 4;

    private final DatagramChannel channel;
    private final Served served;
    private final Events events;
    private final Limits limits;
    private final Surroundings around;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocateDirect(LARGEST_DATAGRAM + 1);
    private final ByteBuffer out = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final ArrayDeque<Unsent> unsent = new ArrayDeque<>();
    private final Senders senders = new Senders();
    private boolean readable;

    /// What the kernel had no room for.
    private record Unsent(SipMessage message, Hop to, Hop asked) {}

    /// Whom it tells, and what bounds it.
    record Surroundings(
            Events events,
            Limits limits,
            StunDesk stun,
            BiConsumer<InetAddress, UdpSocket> heard) {}

    UdpSocket(DatagramChannel channel, Selector selector, Surroundings around) throws IOException {
        this.channel = channel;
        this.served = new Served(Transport.UDP, (InetSocketAddress) channel.getLocalAddress());
        this.around = around;
        this.events = around.events;
        this.limits = around.limits;
        channel.setOption(StandardSocketOptions.SO_RCVBUF, limits.datagrams().bufferOctets());
        channel.setOption(StandardSocketOptions.SO_SNDBUF, limits.datagrams().bufferOctets());
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    /// Whether peers at such an address are reached from here.
    boolean reaches(InetAddress peer) {
        return served.reaches(peer);
    }

    /// Takes note of what the selector found.
    void ready() {
        readable |= key.isReadable();
        if (key.isWritable()) {
            sendUnsent();
        }
    }

    /// Whether datagrams may be waiting that [#receive] did not take yet.
    boolean readable() {
        return readable;
    }

    /// Handles the datagrams that are there, up to the limit of one wake-up.
    void receive() throws IOException {
        for (int i = 0; readable && i < limits.datagrams().perWake(); i++) {
            in.clear();
            calm();
            SocketAddress sender = channel.receive(in);
            if (sender == null) {
                readable = false;
            } else {
                in.flip();
                take((InetSocketAddress) sender);
            }
        }
    }

    private void take(InetSocketAddress sender) throws IOException {
        if (in.remaining() <= KEEP_ALIVE_OCTETS) {
            return;
        }
        if (!around.events().admits(sender.getAddress())) {
            return;
        }
        boolean stun = (in.get(0) & 0xff) < FIRST_NOT_STUN;
        byte[] octets = new byte[in.remaining()];
        in.get(octets);
        if (stun) {
            around.stun().took(octets, sender, this);
        } else if (!onlyLineEnds(octets)) {
            around.heard().accept(sender.getAddress(), this);
            around.events()
                    .arrived(
                            modest(Parser.datagram(octets), octets.length, sender),
                            senders.hop(sender));
        }
    }

    /// Sends octets that are no SIP, if the kernel has room.
    void send(byte[] octets, InetSocketAddress to) {
        try {
            out.clear().put(octets).flip();
            calm();
            channel.send(out, to);
        } catch (IOException | IllegalArgumentException e) {
            // Whoever asked asks again.
        }
    }

    /// Whether answers to this peer must not be larger than what it sent.
    boolean doubts(InetSocketAddress peer) {
        return events.doubts(peer.getAddress());
    }

    /// What cannot be read is not answered with more than it was: its sender may be forged.
    private Parsed modest(Parsed parsed, int octets, InetSocketAddress sender) {
        return parsed instanceof Malformed(int status, String reason, Optional<Response> answer)
                        && answer.isPresent()
                        && answer.get().encoded().length > octets
                        && around.events().doubts(sender.getAddress())
                ? new Malformed(status, reason, Optional.empty())
                : parsed;
    }

    private static boolean onlyLineEnds(byte[] octets) {
        for (byte octet : octets) {
            if (octet != '\r' && octet != '\n') {
                return false;
            }
        }
        return true;
    }

    /// Sends at once; when the kernel has no room, later and in order.
    void send(SipMessage message, Hop to, Hop asked) {
        if (!unsent.isEmpty() || !handOver(message, to, asked)) {
            keep(new Unsent(message, to, asked));
        }
    }

    private void keep(Unsent one) {
        if (unsent.size() >= limits.datagrams().unsent()) {
            around.events().failed(one.message, one.asked);
            return;
        }
        unsent.add(one);
        key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /// False when the kernel has no room.
    private boolean handOver(SipMessage message, Hop to, Hop asked) {
        byte[] octets = message.encoded();
        if (octets.length > out.capacity()) {
            around.events().failed(message, asked);
            return true;
        }
        try {
            out.clear().put(octets).flip();
            calm();
            if (channel.send(out, to.address()) == 0) {
                return false;
            }
            events.sent(message, to);
        } catch (IOException | IllegalArgumentException e) {
            // IllegalArgumentException: an IPv6 peer and an IPv4 socket.
            around.events().failed(message, asked);
        }
        return true;
    }

    /// A handler may have left its thread interrupted, and the channel would close itself because
    /// of that.
    private static void calm() {
        Thread.interrupted();
    }

    private void sendUnsent() {
        while (!unsent.isEmpty()) {
            Unsent first = unsent.peek();
            if (!handOver(first.message, first.to, first.asked)) {
                return;
            }
            unsent.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    /// Sends what the kernel takes now, then closes.
    void close() throws IOException {
        if (key.isValid()) {
            sendUnsent();
        }
        channel.close();
    }
}
