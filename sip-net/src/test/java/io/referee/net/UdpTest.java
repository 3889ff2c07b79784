package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Local;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

@Timeout(60)
final class UdpTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void aMessageGoesThereAndBack() throws Exception {
        try (Node echo = Node.echo();
                Node node = Node.of(EngineSettings.loopback().without(Transport.TCP))) {
            SipMessage message = Messages.options("there", "x".repeat(20_000));
            node.send(message, Hop.udp(echo.udp()));
            Node.Seen back = Node.next(node.received);
            assertThat(back.message()).isEqualTo(message);
            assertThat(back.hop()).isEqualTo(Hop.udp(echo.udp()));
            assertThat(Node.next(echo.received).hop()).isEqualTo(Hop.udp(node.udp()));
            assertThat(node.engine.counts().received()).isEqualTo(1);
            assertThat(node.engine.counts().sent()).isEqualTo(1);
        }
    }

    @Test
    void aHundredMessagesAtOnceArriveInOrder() throws Exception {
        try (Node echo = Node.echo();
                Node node = Node.loopback()) {
            node.engine.post(
                    () -> {
                        for (int i = 0; i < 100; i++) {
                            node.engine.transmit(Messages.options("m" + i), Hop.udp(echo.udp()));
                        }
                    });
            for (int i = 0; i < 100; i++) {
                assertThat(Node.next(node.received).message().callId()).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void keepAlivesAndWhatIsAlmostStunAreNoMessages() throws Exception {
        try (Node node = Node.loopback();
                DatagramSocket phone = new DatagramSocket(0, LOOPBACK)) {
            for (String text : new String[] {"", "\0\0\0\0", "\r\n\r\n", "\r\n\r\n\r\n\r\n"}) {
                send(phone, text.getBytes(UTF_8), node.udp());
            }
            byte[] stun = new byte[20];
            stun[1] = 1;
            send(phone, stun, node.udp());
            send(phone, Messages.octets("after", ""), node.udp());
            assertThat(Node.next(node.received).message().callId()).isEqualTo("after");
            assertThat(node.malformed).isEmpty();
            assertThat(node.engine.counts().malformed()).isZero();
        }
    }

    private static void send(DatagramSocket socket, byte[] octets, InetSocketAddress to)
            throws java.io.IOException {
        socket.send(new DatagramPacket(octets, octets.length, to));
    }

    @Test
    void aMalformedRequestIsAnsweredAndTold() throws Exception {
        try (Node node = Node.loopback();
                DatagramSocket phone = new DatagramSocket(0, LOOPBACK)) {
            String wrong = new String(Messages.octets("bad", ""), UTF_8);
            send(phone, wrong.replace("1 OPTIONS", "1 INVITE").getBytes(UTF_8), node.udp());
            assertThat(receive(phone)).startsWith("SIP/2.0 400 ").contains("Call-ID: bad\r\n");
            assertThat(Node.next(node.malformed).status()).isEqualTo(400);
        }
    }

    private static String receive(DatagramSocket socket) throws java.io.IOException {
        socket.setSoTimeout(10_000);
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), UTF_8);
    }

    @Test
    void answersToMalformedRequestsAreBounded() throws Exception {
        try (Node node = Node.loopback();
                DatagramSocket phone = new DatagramSocket(0, LOOPBACK)) {
            String wrong = new String(Messages.octets("bad", ""), UTF_8);
            byte[] octets = wrong.replace("1 OPTIONS", "1 INVITE").getBytes(UTF_8);
            int limit = Limits.standard().refusalsPerSecond();
            int burst = 4 * limit;
            long start = System.nanoTime();
            for (int i = 0; i < burst; i++) {
                send(phone, octets, node.udp());
                Node.next(node.malformed);
            }
            long seconds = 2 + (System.nanoTime() - start) / 1_000_000_000;
            long sent = node.engine.ask(() -> node.engine.counts().sent()).get();
            assertThat(sent).isBetween((long) limit, seconds * limit);
            assertThat(node.engine.counts().dropped()).isEqualTo(burst - sent);
        }
    }

    @Test
    void aMessageTooLargeForADatagramFails() throws Exception {
        try (Node node = Node.of(EngineSettings.loopback().without(Transport.TCP))) {
            SipMessage message = Messages.options("huge", "x".repeat(65_300));
            Hop hop = Hop.udp(node.udp());
            node.send(message, hop);
            assertThat(Node.next(node.failed)).isEqualTo(new Node.Seen(message, hop));
        }
    }

    @Test
    void aPeerOfAnotherFamilyFails() throws Exception {
        try (Node node = Node.loopback()) {
            Hop hop = Hop.udp(new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 5060));
            node.send(Messages.options("six"), hop);
            assertThat(Node.next(node.failed).hop()).isEqualTo(hop);
        }
    }

    @Test
    void aTransportThatIsOffFails() throws Exception {
        try (Node node = Node.of(EngineSettings.loopback().without(Transport.UDP))) {
            Hop hop = Hop.udp(node.tcp());
            node.send(Messages.options("off"), hop);
            assertThat(Node.next(node.failed).hop()).isEqualTo(hop);
            assertThat(node.engine.udpAddress()).isEmpty();
        }
    }

    @Test
    void aHandlerThatThrowsCostsItsMessageOnly() throws Exception {
        try (Node node =
                        Node.doing(
                                (e, seen) -> {
                                    throw new IllegalStateException("wanted");
                                });
                Node peer = Node.loopback()) {
            for (int i = 0; i < 3; i++) {
                peer.send(Messages.options("t" + i), Hop.udp(node.udp()));
                assertThat(Node.next(node.uncaught)).hasMessage("wanted");
            }
            assertThat(node.received).hasSize(3);
        }
    }

    @Test
    void theTapSeesBothDirections() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Engine engine = new Engine(EngineSettings.loopback());
        engine.tap(
                new Tap() {
                    @Override
                    public void sent(SipMessage message, Hop to, Local local) {
                        seen.add("sent " + message.callId() + " " + to + " from " + local.port());
                    }

                    @Override
                    public void received(SipMessage message, Hop from, Local local) {
                        seen.add(
                                "received "
                                        + message.callId()
                                        + " "
                                        + from
                                        + " at "
                                        + local.port());
                    }
                });
        try (engine) {
            engine.start();
            InetSocketAddress own = engine.udpAddress().orElseThrow();
            engine.post(() -> engine.transmit(Messages.options("tap"), Hop.udp(own)));
            assertThat(Node.next(seen))
                    .isEqualTo("sent tap udp:127.0.0.1:%1$d from %1$d", own.getPort());
            assertThat(Node.next(seen))
                    .isEqualTo("received tap udp:127.0.0.1:%1$d at %1$d", own.getPort());
        }
    }

    @Test
    void aHundredThousandRandomDatagramsDoNoHarm() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] good = Messages.octets("good", "body");
        try (Node node = Node.loopback();
                DatagramSocket phone = new DatagramSocket(0, LOOPBACK)) {
            for (int i = 0; i < 100_000; i++) {
                send(phone, i % 2 == 0 ? noise(random) : mutated(good, random), node.udp());
            }
            // The kernel may have dropped what came while its buffer was full, so the last one is
            // repeated.
            SipMessage last = Messages.options("last");
            boolean found = false;
            while (!found) {
                send(phone, last.encoded(), node.udp());
                Node.Seen one = Node.next(node.received);
                while (one != null && !found) {
                    found = one.message().callId().equals("last");
                    one = node.received.poll();
                }
            }
            assertThat(node.uncaught).as("seed %d", seed).isEmpty();
            assertThat(node.engine.counts().malformed()).isGreaterThan(1_000);
        }
    }

    private static byte[] noise(Random random) {
        byte[] octets = new byte[random.nextInt(600)];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] mutated(byte[] good, Random random) {
        byte[] octets = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return octets;
    }
}
