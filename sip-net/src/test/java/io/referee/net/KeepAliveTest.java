package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.sip.message.Bounds;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Stun;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;

/// Keeping flows open, as a phone does (RFC 5626 §3.5, §4.4).
@Timeout(60)
final class KeepAliveTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static Node impatient() throws BindFailed {
        StreamLimits.Times times = StreamLimits.Times.STANDARD.withPong(Duration.ofMillis(60));
        return Node.bounded(
                Limits.standard().withStreams(StreamLimits.standard().withTimes(times)));
    }

    private static void ping(Node node, Hop hop) throws Exception {
        node.engine
                .ask(
                        () -> {
                            node.engine.keepAlive(hop);
                            return 0;
                        })
                .get();
    }

    @Test
    void aPeerThatUsedToAnswerAndIsSilentNowIsCutOff() throws Exception {
        try (Node node = impatient();
                ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            Hop hop = Hop.tcp(new InetSocketAddress(LOOPBACK, server.getLocalPort()));
            byte[] request = Messages.octets("first", "");
            node.send(Messages.options("first"), hop);
            try (Socket peer = server.accept()) {
                peer.getInputStream().readNBytes(request.length);
                ping(node, hop);
                assertThat(peer.getInputStream().readNBytes(4))
                        .isEqualTo("\r\n\r\n".getBytes(UTF_8));
                peer.getOutputStream().write("\r\n".getBytes(UTF_8));
                peer.getOutputStream().write(request);
                Node.next(node.received);
                ping(node, hop);
                peer.getInputStream().readNBytes(4);
                assertThat(Node.next(node.closed).address()).isEqualTo(hop.address());
            }
        }
    }

    @Test
    void aPeerThatNeverAnsweredIsLeftAlone() throws Exception {
        try (Node node = impatient();
                ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            Hop hop = Hop.tcp(new InetSocketAddress(LOOPBACK, server.getLocalPort()));
            node.send(Messages.options("first"), hop);
            try (Socket peer = server.accept()) {
                ping(node, hop);
                ping(node, hop);
                peer.getInputStream().readNBytes(Messages.octets("first", "").length + 8);
                peer.getOutputStream().write(Messages.octets("still", ""));
                assertThat(Node.next(node.received).message().callId()).isEqualTo("still");
                assertThat(node.closed).isEmpty();
            }
        }
    }

    @Test
    void overUdpItIsStunAndItsAnswerIsNoMessage() throws Exception {
        try (Node node = Node.loopback();
                DatagramSocket server = new DatagramSocket(0, LOOPBACK)) {
            ping(node, Hop.udp((InetSocketAddress) server.getLocalSocketAddress()));
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            server.setSoTimeout(10_000);
            server.receive(packet);
            byte[] request = Arrays.copyOf(packet.getData(), packet.getLength());
            byte[] answer = Stun.answer(request, node.udp()).orElseThrow();
            server.send(new DatagramPacket(answer, answer.length, node.udp()));
            byte[] after = Messages.octets("after", "");
            server.send(new DatagramPacket(after, after.length, node.udp()));
            assertThat(Node.next(node.received).message().callId()).isEqualTo("after");
            assertThat(node.engine.counts().malformed()).isZero();
        }
    }

    /// A phone in front of a NAT takes it for nothing, and so do we when it comes back.
    @Test
    void aKnockIsFourOctetsThatAreNoMessage() throws Exception {
        try (Node node = Node.loopback();
                DatagramSocket phone = new DatagramSocket(0, LOOPBACK);
                ServerSocket listener = new ServerSocket(0, 1, LOOPBACK)) {
            Hop hop = Hop.udp((InetSocketAddress) phone.getLocalSocketAddress());
            Hop tcp = Hop.tcp(new InetSocketAddress(LOOPBACK, listener.getLocalPort()));
            node.engine
                    .ask(
                            () -> {
                                node.engine.knock(hop);
                                node.engine.knock(tcp);
                                node.engine.knock(
                                        Hop.udp(InetSocketAddress.createUnresolved("a.test", 9)));
                                return 0;
                            })
                    .get();
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            phone.setSoTimeout(10_000);
            phone.receive(packet);
            assertThat(Arrays.copyOf(packet.getData(), packet.getLength()))
                    .isEqualTo("\r\n\r\n".getBytes(UTF_8));
            assertThat(packet.getSocketAddress()).isEqualTo(node.udp());
            phone.send(new DatagramPacket("\r\n\r\n".getBytes(UTF_8), 4, node.udp()));
            byte[] after = Messages.octets("after", "");
            phone.send(new DatagramPacket(after, after.length, node.udp()));
            assertThat(Node.next(node.received).message().callId()).isEqualTo("after");
            assertThat(node.engine.counts().malformed()).isZero();
            assertThat(node.engine.counts().connections()).isZero();
        }
    }

    @Test
    void whoAnnouncesAMessageThatIsTooLargeIsToldSo() throws Exception {
        try (Node node = Node.loopback();
                Socket phone = new Socket(LOOPBACK, node.tcp().getPort())) {
            String text = new String(Messages.octets("large", ""), UTF_8);
            int announced = Bounds.MESSAGE_OCTETS + 1;
            phone.getOutputStream()
                    .write(text.replace("Length: 0", "Length: " + announced).getBytes(UTF_8));
            String answer = new String(phone.getInputStream().readAllBytes(), UTF_8);
            assertThat(answer).startsWith("SIP/2.0 513 ").contains("Call-ID: large");
            assertThat(Node.next(node.malformed).status()).isEqualTo(513);
        }
    }
}
