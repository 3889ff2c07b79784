package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Stun;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// What peers can do to us and cannot: each limit of connections, with real sockets.
@Timeout(60)
final class ProtectionTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration SOON = Duration.ofMillis(60);

    private static Node within(UnaryOperator<StreamLimits.Times> change) throws BindFailed {
        StreamLimits.Times times = change.apply(StreamLimits.Times.STANDARD);
        return bounded(StreamLimits.standard().withTimes(times));
    }

    private static Node bounded(StreamLimits limits) throws BindFailed {
        return Node.bounded(Limits.standard().withStreams(limits));
    }

    private static Socket phone(Node node) throws IOException {
        return new Socket(LOOPBACK, node.tcp().getPort());
    }

    private static void say(Socket phone, String callId) throws IOException {
        phone.getOutputStream().write(Messages.octets(callId, ""));
    }

    @Test
    void whoConnectsAndSaysNothingIsCutOff() throws Exception {
        try (Node node = within(times -> times.withFirstMessage(SOON));
                Socket silent = phone(node);
                Socket pinging = phone(node)) {
            pinging.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(pinging.getInputStream().readAllBytes()).isEqualTo("\r\n".getBytes(UTF_8));
        }
    }

    @Test
    void whoDripsAMessageIsCutOffHoweverSteadily() throws Exception {
        try (Node node = within(times -> times.withMessage(SOON));
                Socket slow = phone(node)) {
            say(slow, "whole");
            Node.next(node.received);
            byte[] octets = Messages.octets("dripping", "x".repeat(50_000));
            assertThat(takesAll(slow, octets)).isFalse();
            assertThat(node.received).isEmpty();
        }
    }

    /// Writes one octet for each keep-alive that comes back elsewhere, so that no clock is needed.
    private static boolean takesAll(Socket slow, byte[] octets) throws IOException {
        try (Socket pace = new Socket(LOOPBACK, slow.getPort())) {
            for (byte octet : octets) {
                slow.getOutputStream().write(octet);
                pace.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
                pace.getInputStream().readNBytes(2);
            }
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    @Test
    void whoDoesNotReadIsCutOffInTime() throws Exception {
        try (Node node = within(times -> times.withWrite(SOON));
                Socket deaf = phone(node)) {
            say(deaf, "deaf");
            Hop hop = Node.next(node.received).hop();
            for (int i = 0; i < 10; i++) {
                node.send(Messages.options("m" + i, "x".repeat(60_000)), hop);
            }
            for (int i = 0; node.closed.isEmpty() && i < 1_000; i++) {
                node.send(Messages.options("n" + i, "x".repeat(60_000)), hop);
                node.engine.ask(() -> 0).get();
            }
            assertThat(Node.next(node.closed)).isEqualTo(hop);
        }
    }

    @Test
    void oneSourceCannotHoldAllConnections() throws Exception {
        try (Node node = bounded(StreamLimits.standard().withConnections(100, 3));
                Socket other = new Socket()) {
            other.bind(new InetSocketAddress("127.0.0.2", 0));
            other.connect(node.tcp());
            say(other, "other");
            Node.next(node.received);
            List<Socket> greedy = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                greedy.add(phone(node));
                say(greedy.getLast(), "greedy" + i);
                Node.next(node.received);
            }
            assertThat(greedy.getFirst().getInputStream().read()).isEqualTo(-1);
            say(other, "still");
            assertThat(Node.next(node.received).message().callId()).isEqualTo("still");
            assertThat(node.engine.counts().connections()).isEqualTo(4);
            for (Socket one : greedy) {
                one.close();
            }
        }
    }

    @Test
    void halfOpenConnectionsMakeRoomForNewOnesAndNotForOld() throws Exception {
        try (Node node = bounded(StreamLimits.standard().withHalfOpen(2, 2));
                Socket known = phone(node)) {
            say(known, "known");
            Node.next(node.received);
            try (Socket first = phone(node);
                    Socket second = phone(node);
                    Socket third = phone(node)) {
                assertThat(first.getInputStream().read()).isEqualTo(-1);
                say(third, "third");
                Node.next(node.received);
                say(second, "second");
                Node.next(node.received);
            }
            say(known, "still");
            assertThat(Node.next(node.received).message().callId()).isEqualTo("still");
        }
    }

    @Test
    void stunIsAnsweredOnceAndNotAboveItsLimit() throws Exception {
        Limits limits = Limits.standard();
        Limits one = limits.withDatagrams(limits.datagrams().withStunPerSecond(1));
        try (Node node = Node.bounded(one);
                DatagramSocket phone = new DatagramSocket(0, LOOPBACK)) {
            byte[] request = Stun.request(new byte[12]);
            phone.send(new DatagramPacket(request, request.length, node.udp()));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            phone.setSoTimeout(10_000);
            phone.receive(answer);
            byte[] octets = Arrays.copyOf(answer.getData(), answer.getLength());
            assertThat(Stun.answers(octets, request)).isTrue();
            assertThat(Stun.mapped(octets))
                    .contains((InetSocketAddress) phone.getLocalSocketAddress());
            assertThat(node.received).isEmpty();
        }
    }

    @Test
    void bothFamiliesAreServedAndAnsweredFromTheRightSocket() throws Exception {
        Sockets6.orSkip();
        InetSocketAddress six = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
        InetSocketAddress four = new InetSocketAddress(LOOPBACK, 0);
        EngineSettings settings =
                EngineSettings.of(
                        Listener.udp(four),
                        Listener.udp(six),
                        Listener.tcp(four),
                        Listener.tcp(six));
        try (Node echo = Node.doing(settings, (e, s) -> e.transmit(s.message(), s.hop()));
                Node node = Node.of(settings)) {
            for (Served at : echo.engine.served()) {
                Hop hop = Hop.of(at.transport(), at.address());
                node.send(Messages.options(at.toString().replace(':', '-')), hop);
                Hop back = Node.next(node.received).hop();
                assertThat(back.address()).isEqualTo(at.address());
                Node.next(echo.received);
                String shown = node.engine.ask(() -> node.engine.localAddress(hop)).get().host();
                assertThat(shown.startsWith("[")).isEqualTo(at.address().equals(six(echo, at)));
            }
        }
    }

    private static InetSocketAddress six(Node echo, Served at) {
        return new InetSocketAddress(InetAddress.ofLiteral("::1"), at.address().getPort());
    }

    @Test
    void theWildcardOfBothFamiliesIsOneSocket() throws Exception {
        Sockets6.orSkip();
        EngineSettings settings =
                EngineSettings.of(
                        Listener.udp(new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0)),
                        Listener.udp(new InetSocketAddress(InetAddress.ofLiteral("::"), 0)));
        try (Node node = Node.of(settings);
                Node peer = Node.loopback()) {
            assertThat(node.engine.served()).hasSize(2);
            int port = node.engine.address(Transport.UDP).orElseThrow().getPort();
            peer.send(Messages.options("four"), Hop.udp(new InetSocketAddress(LOOPBACK, port)));
            assertThat(Node.next(node.received).hop()).isEqualTo(Hop.udp(peer.udp()));
        }
    }
}
