package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(60)
final class TcpTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void aMessageGoesThereAndBackOnOneConnection() throws Exception {
        try (Node echo = Node.echo();
                Node node = Node.loopback()) {
            SipMessage message = Messages.options("there", "x".repeat(50_000));
            for (int i = 0; i < 3; i++) {
                node.send(message, Hop.tcp(echo.tcp()));
                Node.Seen back = Node.next(node.received);
                assertThat(back.message()).isEqualTo(message);
                assertThat(back.hop().address()).isEqualTo(echo.tcp());
                assertThat(back.hop().connection()).isPositive();
            }
            assertThat(node.engine.counts().connections()).isEqualTo(1);
            assertThat(echo.engine.counts().connections()).isEqualTo(1);
        }
    }

    @Test
    void manyMessagesArriveInOrder() throws Exception {
        try (Node echo = Node.echo();
                Node node = Node.loopback()) {
            node.engine.post(
                    () -> {
                        for (int i = 0; i < 2_000; i++) {
                            node.engine.transmit(Messages.options("m" + i), Hop.tcp(echo.tcp()));
                        }
                    });
            for (int i = 0; i < 2_000; i++) {
                assertThat(Node.next(node.received).message().callId()).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void aMessageInSingleOctetsIsPutTogether() throws Exception {
        try (Node node = Node.loopback();
                Socket phone = connected(node)) {
            for (byte octet : Messages.octets("slow", "body")) {
                phone.getOutputStream().write(octet);
                phone.getOutputStream().flush();
            }
            Node.Seen seen = Node.next(node.received);
            assertThat(seen.message().callId()).isEqualTo("slow");
            assertThat(seen.message().body()).isEqualTo("body".getBytes(UTF_8));
        }
    }

    @Test
    void messagesInOnePieceAreTakenApart() throws Exception {
        try (Node node = Node.loopback();
                Socket phone = connected(node)) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.write(Messages.octets("one", "first"));
            both.write(Messages.octets("two", ""));
            byte[] third = Messages.octets("three", "last");
            both.write(third, 0, 30);
            phone.getOutputStream().write(both.toByteArray());
            assertThat(Node.next(node.received).message().callId()).isEqualTo("one");
            assertThat(Node.next(node.received).message().callId()).isEqualTo("two");
            phone.getOutputStream().write(third, 30, third.length - 30);
            assertThat(Node.next(node.received).message().callId()).isEqualTo("three");
        }
    }

    @Test
    void aSlowSenderDoesNotHoldUpAnother() throws Exception {
        try (Node node = Node.loopback();
                Socket slow = connected(node);
                Socket quick = connected(node)) {
            byte[] octets = Messages.octets("slow", "");
            slow.getOutputStream().write(octets, 0, 50);
            quick.getOutputStream().write(Messages.octets("quick", ""));
            assertThat(Node.next(node.received).message().callId()).isEqualTo("quick");
            slow.getOutputStream().write(octets, 50, octets.length - 50);
            assertThat(Node.next(node.received).message().callId()).isEqualTo("slow");
        }
    }

    private static Socket connected(Node node) throws IOException {
        Socket socket = new Socket(LOOPBACK, node.tcp().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void aKeepAliveIsAnswered() throws Exception {
        try (Node node = Node.loopback();
                Socket phone = connected(node)) {
            phone.getOutputStream().write("\r\n\r\n".getBytes(UTF_8));
            assertThat(phone.getInputStream().readNBytes(2)).isEqualTo(new byte[] {13, 10});
            assertThat(node.malformed).isEmpty();
        }
    }

    @Test
    void aStreamThatCannotBeReadIsClosedAndTold() throws Exception {
        try (Node node = Node.loopback();
                Socket phone = connected(node)) {
            phone.getOutputStream().write("OPTIONS sip:x SIP/2.0\r\nTo: x\r\n\r\n".getBytes(UTF_8));
            assertThat(phone.getInputStream().read()).isEqualTo(-1);
            assertThat(Node.next(node.malformed).reason()).contains("Content-Length");
            assertThat(Node.next(node.closed).address()).isEqualTo(phone.getLocalSocketAddress());
        }
    }

    @Test
    void anAnswerTakesTheConnectionOfItsRequest() throws Exception {
        try (Node echo = Node.echo();
                Socket phone = connected(echo)) {
            byte[] octets = Messages.octets("back", "");
            phone.getOutputStream().write(octets);
            assertThat(phone.getInputStream().readNBytes(octets.length)).isEqualTo(octets);
        }
    }

    @Test
    void aMessageToAConnectionThatIsGoneOpensANewOneToTheAddress() throws Exception {
        try (Node node = Node.loopback();
                Node peer = Node.loopback()) {
            Hop gone = new Hop(Transport.TCP, peer.tcp(), 123_456_789);
            node.send(Messages.options("new"), gone);
            assertThat(Node.next(peer.received).message().callId()).isEqualTo("new");
        }
    }

    @Test
    void theCloseOfAConnectionIsTold() throws Exception {
        try (Node node = Node.loopback()) {
            Hop from;
            try (Socket phone = connected(node)) {
                phone.getOutputStream().write(Messages.octets("hello", ""));
                from = Node.next(node.received).hop();
            }
            assertThat(Node.next(node.closed)).isEqualTo(from);
            node.send(Messages.options("late"), from);
            assertThat(Node.next(node.failed).hop()).isEqualTo(from);
        }
    }

    @Test
    void aRefusedConnectionFailsEveryMessageThatWaitedForIt() throws Exception {
        try (Node node = Node.loopback()) {
            Hop nobody = Hop.tcp(unusedAddress());
            node.engine.post(
                    () -> {
                        for (int i = 0; i < 3; i++) {
                            node.engine.transmit(Messages.options("r" + i), nobody);
                        }
                    });
            for (int i = 0; i < 3; i++) {
                Node.Seen failed = Node.next(node.failed);
                assertThat(failed.message().callId()).isEqualTo("r" + i);
                assertThat(failed.hop()).isEqualTo(nobody);
            }
            assertThat(node.closed).as("it was never open").isEmpty();
        }
    }

    private static InetSocketAddress unusedAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            return new InetSocketAddress(LOOPBACK, socket.getLocalPort());
        }
    }

    @Test
    void aPeerThatStopsReadingCostsABoundedQueueAndNotTheEngine() throws Exception {
        int limit = 300_000;
        try (Node node = Node.bounded(streams(StreamLimits.standard().withUnsentOctets(limit)));
                ServerSocket deaf = new ServerSocket(0, 1, LOOPBACK)) {
            Hop hop = Hop.tcp(new InetSocketAddress(LOOPBACK, deaf.getLocalPort()));
            SipMessage message = Messages.options("deaf", "x".repeat(60_000));
            int sent = 0;
            while (node.failed.isEmpty() && sent < 10_000) {
                node.send(message, hop);
                node.engine.ask(() -> 0).get();
                sent++;
            }
            assertThat(Node.next(node.failed).hop()).isEqualTo(hop);
            assertThat(node.engine.ask(() -> "alive").get()).isEqualTo("alive");
            assertThat(sent).isLessThan(10_000);
        }
    }

    @Test
    void aReaderWaitsWhenTheEngineHasTooMuchToDo() throws Exception {
        try (Node node = Node.bounded(Limits.standard().withCommands(3));
                Socket phone = connected(node)) {
            phone.getOutputStream().write(Messages.octets("first", ""));
            Node.next(node.received);
            CountDownLatch blocked = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            node.engine.post(
                    () -> {
                        blocked.countDown();
                        await(go);
                    });
            blocked.await();
            for (int i = 0; i < 100; i++) {
                phone.getOutputStream().write(Messages.octets("b" + i, ""));
            }
            assertThat(node.received).isEmpty();
            assertThat(node.engine.counts().queued()).isLessThanOrEqualTo(3);
            go.countDown();
            for (int i = 0; i < 100; i++) {
                assertThat(Node.next(node.received).message().callId()).isEqualTo("b" + i);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Limits streams(StreamLimits limits) {
        return Limits.standard().withStreams(limits);
    }

    @Test
    void aConnectionBeyondTheLimitEndsTheOneThatWasIdleForLongest() throws Exception {
        try (Node node = Node.bounded(streams(StreamLimits.standard().withConnections(2, 2)));
                Socket first = connected(node);
                Socket second = connected(node)) {
            for (Socket phone : new Socket[] {first, second, first}) {
                phone.getOutputStream().write(Messages.octets("there", ""));
                Node.next(node.received);
            }
            try (Socket third = connected(node)) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
                third.getOutputStream().write(Messages.octets("third", ""));
                assertThat(Node.next(node.received).message().callId()).isEqualTo("third");
            }
            assertThat(Node.next(node.closed).address()).isEqualTo(second.getLocalSocketAddress());
            assertThat(node.engine.counts().dropped()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatBringsNothingIsClosed() throws Exception {
        Duration idle = Duration.ofMillis(50);
        StreamLimits.Times times = StreamLimits.Times.STANDARD.withIdle(idle);
        try (Node node = Node.bounded(streams(StreamLimits.standard().withTimes(times)));
                Socket phone = connected(node)) {
            phone.getOutputStream().write(Messages.octets("once", ""));
            Node.next(node.received);
            assertThat(phone.getInputStream().read()).isEqualTo(-1);
            assertThat(Node.next(node.closed).address()).isEqualTo(phone.getLocalSocketAddress());
        }
    }

    @Test
    void noiseOnAStreamDoesNoHarm() throws Exception {
        try (Node node = Node.loopback()) {
            try (Socket phone = connected(node)) {
                writeUntilClosed(phone);
            }
            assertThat(Node.next(node.malformed).reason()).contains("65535");
            Node.next(node.closed);
        }
    }

    private static void writeUntilClosed(Socket phone) {
        byte[] noise = new byte[10_000];
        Arrays.fill(noise, (byte) 'x');
        try {
            OutputStream out = phone.getOutputStream();
            for (int i = 0; i < 10_000; i++) {
                out.write(noise);
            }
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("100 MB of noise were taken");
    }

    @Test
    void closingWritesWhatIsQueuedAndLeavesNoThread() throws Exception {
        try (Node peer = Node.loopback()) {
            Node node = Node.loopback();
            node.send(Messages.options("open"), Hop.tcp(peer.tcp()));
            Node.next(peer.received);
            for (int i = 0; i < 100; i++) {
                node.send(Messages.options("q" + i), Hop.tcp(peer.tcp()));
            }
            long start = System.nanoTime();
            node.close();
            assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
            for (int i = 0; i < 100; i++) {
                assertThat(Node.next(peer.received).message().callId()).isEqualTo("q" + i);
            }
            Node.next(peer.closed);
        }
    }

    @Test
    void closingDoesNotWaitForAPeerThatStoppedReading() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, LOOPBACK)) {
            Node node = Node.loopback();
            Hop hop = Hop.tcp(new InetSocketAddress(LOOPBACK, deaf.getLocalPort()));
            SipMessage message = Messages.options("deaf", "x".repeat(60_000));
            while (node.failed.isEmpty()) {
                node.send(message, hop);
                node.engine.ask(() -> 0).get();
            }
            long start = System.nanoTime();
            node.close();
            assertThat(System.nanoTime() - start).isLessThan(1_500_000_000L);
        }
    }
}
