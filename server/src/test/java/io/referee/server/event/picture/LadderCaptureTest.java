package io.referee.server.event.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.referee.server.cdr.Facts;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.SipMessageFact;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The capture of a ladder, read by code that knows pcap, IP, UDP and TCP and nothing of how it was
/// made; and by tshark where that is installed.
final class LadderCaptureTest {
    private static final String SERVER = "192.0.2.1:5060";
    private final List<Event> events = new ArrayList<>();
    private final Facts facts = new Facts(events::add);

    /// A packet of the file.
    private record Packet(
            Instant at,
            String from,
            String to,
            int protocol,
            long sequence,
            long acknowledged,
            String payload) {}

    private static List<Packet> packets(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        assertThat(in.getInt()).isEqualTo(0xa1b2c3d4);
        assertThat(in.getShort()).isEqualTo((short) 2);
        assertThat(in.getShort()).isEqualTo((short) 4);
        assertThat(in.getLong()).isZero();
        assertThat(in.getInt()).isEqualTo(262_144);
        assertThat(in.getInt()).as("raw IP").isEqualTo(101);
        List<Packet> packets = new ArrayList<>();
        while (in.hasRemaining()) {
            Instant at = Instant.ofEpochSecond(in.getInt(), in.getInt() * 1_000L);
            int length = in.getInt();
            assertThat(in.getInt()).isEqualTo(length);
            byte[] ip = new byte[length];
            in.get(ip);
            packets.add(ip[0] >> 4 == 4 ? four(at, ip) : six(at, ip));
        }
        return packets;
    }

    private static Packet four(Instant at, byte[] ip) {
        assertThat(sum(List.of(slice(ip, 0, 20)))).as("header checksum").isEqualTo(0xffff);
        assertThat(ByteBuffer.wrap(ip).getShort(2) & 0xffff).isEqualTo(ip.length);
        return transport(at, ip[9], slice(ip, 12, 16), slice(ip, 16, 20), slice(ip, 20, ip.length));
    }

    private static Packet six(Instant at, byte[] ip) {
        assertThat(ByteBuffer.wrap(ip).getShort(4) & 0xffff).isEqualTo(ip.length - 40);
        return transport(at, ip[6], slice(ip, 8, 24), slice(ip, 24, 40), slice(ip, 40, ip.length));
    }

    private static Packet transport(
            Instant at, int protocol, byte[] from, byte[] to, byte[] octets) {
        byte[] pseudo = ByteBuffer.allocate(8).putInt(octets.length).putInt(protocol).array();
        assertThat(sum(List.of(from, to, pseudo, octets))).as("checksum").isEqualTo(0xffff);
        ByteBuffer in = ByteBuffer.wrap(octets);
        int header = protocol == 17 ? 8 : 4 * (octets[12] >> 4 & 15);
        if (protocol == 17) {
            assertThat(in.getShort(4) & 0xffff).isEqualTo(octets.length);
        }
        return new Packet(
                at,
                name(from, in.getShort(0)),
                name(to, in.getShort(2)),
                protocol,
                protocol == 6 ? in.getInt(4) : 0,
                protocol == 6 ? in.getInt(8) : 0,
                new String(slice(octets, header, octets.length), StandardCharsets.UTF_8));
    }

    private static String name(byte[] ip, short port) {
        return io.referee.sip.transport.Hosts.text(
                        io.referee.sip.transport.Hosts.address(ip, port & 0xffff))
                + ':'
                + (port & 0xffff);
    }

    private static byte[] slice(byte[] octets, int from, int to) {
        return java.util.Arrays.copyOfRange(octets, from, to);
    }

    private static int sum(List<byte[]> parts) {
        long sum = 0;
        for (byte[] part : parts) {
            for (int i = 0; i < part.length; i++) {
                sum += (long) (part[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
            }
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (int) sum;
    }

    private void message(
            double seconds, boolean received, String transport, String remote, String text) {
        facts.fact(
                seconds,
                "a1",
                new SipMessageFact(
                        received,
                        transport,
                        remote.startsWith("[") ? "[2001:db8::1]:5060" : SERVER,
                        remote,
                        text.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    private byte[] capture() {
        return LadderCapture.of(LadderPicture.of(events));
    }

    private static final String INVITE =
            "INVITE sip:bob@localhost SIP/2.0|Via: SIP/2.0/UDP 198.51.100.7:5062;branch=z9hG4bK1|"
                    + "From: <sip:alice@localhost>;tag=1|To: <sip:bob@localhost>|Call-ID: c1|"
                    + "CSeq: 1 INVITE|Max-Forwards: 70|Contact: <sip:alice@198.51.100.7:5062>|"
                    + "Content-Length: 0||";
    private static final String RINGING =
            "SIP/2.0 180 Ringing|Via: SIP/2.0/UDP 198.51.100.7:5062;branch=z9hG4bK1|"
                    + "From: <sip:alice@localhost>;tag=1|To: <sip:bob@localhost>;tag=2|"
                    + "Call-ID: c1|CSeq: 1 INVITE|Content-Length: 0||";

    @Test
    void eachMessageIsADatagramBetweenItsRealAddressesAtItsTime() {
        facts.call("sip:alice@localhost", "sip:bob@localhost");
        message(0.25, true, "udp", "198.51.100.7:5062", INVITE);
        message(1.5, false, "udp", "198.51.100.7:5062", RINGING);

        List<Packet> sip =
                packets(capture()).stream().filter(p -> !p.to().endsWith(":514")).toList();
        assertThat(sip)
                .extracting(Packet::from, Packet::to, Packet::at)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "198.51.100.7:5062", SERVER, Facts.at(0.25)),
                        org.assertj.core.groups.Tuple.tuple(
                                SERVER, "198.51.100.7:5062", Facts.at(1.5)));
        assertThat(sip.getFirst().payload()).isEqualTo(INVITE.replace("|", "\r\n"));
    }

    @Test
    void theSentenceComesFirstAndDecisionsStandBetweenTheMessages() {
        message(0, true, "udp", "198.51.100.7:5062", INVITE);
        facts.call("sip:alice@localhost", "sip:bob@localhost")
                .fact(0.5, "", new CallFact.Ended(404, "Not\r\nFound"));

        List<Packet> packets = packets(capture());
        assertThat(packets.getFirst().payload())
                .isEqualTo("<134>referee: alice called bob: not answered, 404 Not  Found");
        assertThat(packets.getFirst().from()).isEqualTo("192.0.2.1:514");
        assertThat(packets.getLast().payload())
                .isEqualTo("<134>referee: call over: 404 Not  Found");
    }

    @Test
    void segmentsOfAConnectionCountTheirOctets() {
        message(0, true, "tcp", "198.51.100.7:40001", INVITE);
        message(1, false, "tcp", "198.51.100.7:40001", RINGING);
        message(2, true, "tcp", "198.51.100.7:40001", "BYE sip:x SIP/2.0||");
        message(3, true, "tcp", "198.51.100.7:40002", "BYE sip:y SIP/2.0||");

        List<Packet> segments = packets(capture()).stream().filter(p -> p.protocol() == 6).toList();
        long invite = 1 + segments.getFirst().payload().length();
        long ringing = 1 + segments.get(1).payload().length();
        assertThat(segments)
                .extracting(Packet::sequence, Packet::acknowledged)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1L, 1L),
                        org.assertj.core.groups.Tuple.tuple(1L, invite),
                        org.assertj.core.groups.Tuple.tuple(invite, ringing),
                        org.assertj.core.groups.Tuple.tuple(1L, 1L));
    }

    @Test
    void aMessageAboveTheSizeOfAPacketIsSeveralSegments() {
        String body = "x".repeat(LadderCapture.SEGMENT_AT_MOST + 1_000);
        message(0, true, "tls", "198.51.100.7:40001", INVITE + body);

        List<Packet> segments = packets(capture()).stream().filter(p -> p.protocol() == 6).toList();
        assertThat(segments).hasSize(2);
        assertThat(segments.getFirst().payload() + segments.getLast().payload()).endsWith(body);
        assertThat(segments.getLast().sequence()).isEqualTo(1L + LadderCapture.SEGMENT_AT_MOST);
    }

    @Test
    void addressesOfBothFamiliesAndNamesAreTaken() {
        message(0, true, "udp", "[2001:db8::7]:5062", INVITE);
        message(1, true, "udp", "phone.example:5062", "BYE sip:x SIP/2.0||");

        List<Packet> packets = packets(capture());
        assertThat(packets.getFirst().from()).isEqualTo("[2001:db8:0:0:0:0:0:7]:5062");
        assertThat(packets.getLast().from()).isEqualTo("0.0.0.0:5062");
    }

    @Test
    void tsharkReadsIt(@TempDir Path folder) throws Exception {
        boolean there =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, "tshark")));
        assumeTrue(there, "tshark is not installed: the capture was read by our own code only");
        facts.call("sip:alice@localhost", "sip:bob@localhost");
        message(0, true, "udp", "198.51.100.7:5062", INVITE);
        message(1, false, "udp", "198.51.100.7:5062", RINGING);
        message(2, true, "tcp", "198.51.100.7:40001", INVITE);
        Path file = Files.write(folder.resolve("call.pcap"), capture());

        Process tshark =
                new ProcessBuilder(
                                "tshark",
                                "-r",
                                file.toString(),
                                "-Y",
                                "sip",
                                "-T",
                                "fields",
                                "-e",
                                "ip.src",
                                "-e",
                                "sip.CSeq",
                                "-e",
                                "sip.Status-Code")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String told = new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tshark.waitFor()).isZero();
        assertThat(told.lines())
                .containsExactly(
                        "198.51.100.7\t1 INVITE\t",
                        "192.0.2.1\t1 INVITE\t180",
                        "198.51.100.7\t1 INVITE\t");
    }
}
