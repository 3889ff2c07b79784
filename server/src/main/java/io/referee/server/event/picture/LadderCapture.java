package io.referee.server.event.picture;

import io.referee.server.event.SipMessageFact;
import io.referee.sip.transport.Hosts;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// A ladder as a packet capture that Wireshark and tshark read: a classic pcap of raw IP packets
/// with the real addresses and times. The octets are those of the messages, with stars for what is
/// secret; the headers around them are made up, because nobody captured them.
///
/// - A message over UDP is one datagram.
/// - One over a connection is a segment, or several when it does not fit into one packet; sequence
///   numbers count the octets of its connection. TLS and WebSocket are left out: their messages
///   stand in the segments as they were read.
/// - The sentence and the decisions stand between them as syslog messages from the server to itself
///   (RFC 5426 §3.1).
///
/// *One thread.*
public final class LadderCapture {
    /// Octets of one segment: what an IP packet can hold, less its headers.
    static final int SEGMENT_AT_MOST = 65_000;

    private static final int MAGIC = 0xa1b2c3d4;
    private static final int SNAP_LENGTH = 262_144;
    private static final int RAW_IP = 101;
    private static final int SYSLOG = 514;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int PUSH_ACK = 0x18;
    private static final int HOPS = 64;
    private static final int WINDOW = 65_535;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Ends, Integer> sent = new HashMap<>();
    private InetSocketAddress server = Hosts.address("127.0.0.1", SYSLOG);

    private LadderCapture() {}

    /// One direction of a conversation.
    private record Ends(InetSocketAddress from, InetSocketAddress to) {
        Ends back() {
            return new Ends(to, from);
        }
    }

    /// The file.
    public static byte[] of(LadderPicture picture) {
        var capture = new LadderCapture();
        capture.header();
        capture.find(picture);
        if (!picture.sentence().isEmpty()) {
            Instant start =
                    picture.rows().isEmpty() ? Instant.EPOCH : picture.rows().getFirst().at();
            capture.note(start, picture.sentence());
        }
        for (LadderPicture.Row row : picture.rows()) {
            switch (row) {
                case LadderPicture.Arrow arrow -> capture.message(arrow.at(), arrow.message());
                case LadderPicture.Note note -> capture.note(note.at(), note.text());
            }
        }
        return capture.out.toByteArray();
    }

    private void header() {
        out.writeBytes(
                ByteBuffer.allocate(24)
                        .putInt(MAGIC)
                        .putShort((short) 2)
                        .putShort((short) 4)
                        .putInt(0)
                        .putInt(0)
                        .putInt(SNAP_LENGTH)
                        .putInt(RAW_IP)
                        .array());
    }

    /// Decisions are told by the address that the first message came to, or went from.
    private void find(LadderPicture picture) {
        for (LadderPicture.Row row : picture.rows()) {
            if (row instanceof LadderPicture.Arrow arrow) {
                server = new InetSocketAddress(end(arrow.message().local()).getAddress(), SYSLOG);
                return;
            }
        }
    }

    private void note(Instant at, String text) {
        String line = "<134>referee: " + text.replaceAll("\\p{Cntrl}", " ");
        datagram(at, new Ends(server, server), line.getBytes(StandardCharsets.UTF_8));
    }

    private void message(Instant at, SipMessageFact message) {
        InetSocketAddress ours = end(message.local());
        InetSocketAddress theirs = end(message.remote());
        Ends ends = message.received() ? new Ends(theirs, ours) : new Ends(ours, theirs);
        if (message.transport().equals("udp")) {
            datagram(at, ends, message.shown());
            return;
        }
        byte[] octets = message.shown();
        for (int from = 0; from < octets.length; from += SEGMENT_AT_MOST) {
            int length = Math.min(SEGMENT_AT_MOST, octets.length - from);
            segment(at, ends, ByteBuffer.wrap(octets, from, length));
        }
    }

    /// What was listened to or spoken from; a name, which nobody may look up here, is 0.0.0.0.
    private static InetSocketAddress end(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
        InetSocketAddress address = Hosts.address(host, port(hostAndPort.substring(colon + 1)));
        return address.isUnresolved() ? Hosts.address("0.0.0.0", address.getPort()) : address;
    }

    private static int port(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = digits && text.length() <= 5 ? Integer.parseInt(text) : 0;
        return port <= 0xffff ? port : 0;
    }

    private void datagram(Instant at, Ends ends, byte[] octets) {
        int length = Math.min(octets.length, SEGMENT_AT_MOST);
        ByteBuffer udp =
                ByteBuffer.allocate(8 + length)
                        .putShort((short) ends.from().getPort())
                        .putShort((short) ends.to().getPort())
                        .putShort((short) (8 + length))
                        .putShort((short) 0)
                        .put(octets, 0, length);
        packet(at, ends, UDP, udp.array(), 6);
    }

    private void segment(Instant at, Ends ends, ByteBuffer octets) {
        int length = octets.remaining();
        int sequence = sent.getOrDefault(ends, 1);
        ByteBuffer tcp =
                ByteBuffer.allocate(20 + length)
                        .putShort((short) ends.from().getPort())
                        .putShort((short) ends.to().getPort())
                        .putInt(sequence)
                        .putInt(sent.getOrDefault(ends.back(), 1))
                        .put((byte) (5 << 4))
                        .put((byte) PUSH_ACK)
                        .putShort((short) WINDOW)
                        .putShort((short) 0)
                        .putShort((short) 0)
                        .put(octets);
        sent.put(ends, sequence + length);
        packet(at, ends, TCP, tcp.array(), 16);
    }

    /// Puts a transport's octets into an IP packet, and this into the file.
    ///
    /// @param checksumAt where in the octets the checksum belongs
    private void packet(Instant at, Ends ends, int protocol, byte[] octets, int checksumAt) {
        byte[] from = ends.from().getAddress().getAddress();
        byte[] to = ends.to().getAddress().getAddress();
        boolean four = from.length == 4 && to.length == 4;
        byte[] source = four ? from : mapped(from);
        byte[] destination = four ? to : mapped(to);
        ByteBuffer pseudo =
                ByteBuffer.allocate(source.length * 2 + 8 + octets.length)
                        .put(source)
                        .put(destination)
                        .putInt(octets.length)
                        .putInt(protocol)
                        .put(octets);
        int sum = checksum(pseudo.array());
        ByteBuffer.wrap(octets).putShort(checksumAt, (short) (sum == 0 ? 0xffff : sum));
        byte[] head =
                four
                        ? headOfFour(source, destination, protocol, octets.length)
                        : headOfSix(source, destination, protocol, octets.length);
        int length = head.length + octets.length;
        out.writeBytes(
                ByteBuffer.allocate(16)
                        .putInt((int) at.getEpochSecond())
                        .putInt(at.getNano() / 1_000)
                        .putInt(length)
                        .putInt(length)
                        .array());
        out.writeBytes(head);
        out.writeBytes(octets);
    }

    private static byte[] headOfFour(byte[] source, byte[] destination, int protocol, int length) {
        ByteBuffer head =
                ByteBuffer.allocate(20)
                        .put((byte) 0x45)
                        .put((byte) 0)
                        .putShort((short) (20 + length))
                        .putInt(0)
                        .put((byte) HOPS)
                        .put((byte) protocol)
                        .putShort((short) 0)
                        .put(source)
                        .put(destination);
        return head.putShort(10, (short) checksum(head.array())).array();
    }

    private static byte[] headOfSix(byte[] source, byte[] destination, int protocol, int length) {
        return ByteBuffer.allocate(40)
                .putInt(6 << 28)
                .putShort((short) length)
                .put((byte) protocol)
                .put((byte) HOPS)
                .put(source)
                .put(destination)
                .array();
    }

    /// An IPv4 address among IPv6 ones (RFC 4291 §2.5.5.2).
    private static byte[] mapped(byte[] ip) {
        return ip.length == 16
                ? ip
                : ByteBuffer.allocate(16)
                        .put(10, (byte) 0xff)
                        .put(11, (byte) 0xff)
                        .put(12, ip)
                        .array();
    }

    /// The sum of RFC 1071 §1.
    static int checksum(byte[] octets) {
        long sum = 0;
        for (int i = 0; i < octets.length; i += 2) {
            int low = i + 1 < octets.length ? octets[i + 1] & 0xff : 0;
            sum += (octets[i] & 0xff) << 8 | low;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) (~sum & 0xffff);
    }
}
