package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// The limits of connections that somebody else holds, as the HTTP server holds those of browsers.
@Timeout(60)
final class WebSocketLimitsTest {
    private static final Duration SOON = Duration.ofMillis(60);
    private static final int MESSAGE = 60_000;

    private static Node within(UnaryOperator<StreamLimits.Times> change) throws BindFailed {
        StreamLimits.Times times = change.apply(StreamLimits.Times.STANDARD);
        return Node.bounded(
                Limits.standard().withStreams(StreamLimits.standard().withTimes(times)));
    }

    @Test
    void whoConnectsAndSaysNothingIsCutOff() throws Exception {
        try (Node node = within(times -> times.withFirstMessage(SOON))) {
            Deaf browser = new Deaf();
            node.engine.attach(browser);
            assertThat(browser.closed()).isTrue();
            assertThat(Node.next(node.closed).transport()).isEqualTo(Transport.WS);
        }
    }

    @Test
    void whoFallsSilentIsCutOff() throws Exception {
        try (Node node = within(times -> times.withAttachedIdle(SOON))) {
            Deaf browser = new Deaf();
            node.engine.attach(browser).received(Messages.octets("only", ""));
            assertThat(Node.next(node.received).message().callId()).isEqualTo("only");
            assertThat(browser.closed()).isTrue();
            Node.next(node.closed);
        }
    }

    @Test
    void whoDoesNotReadIsCutOffInTime() throws Exception {
        try (Node node = within(times -> times.withWrite(SOON))) {
            Deaf browser = new Deaf();
            node.send(Messages.options("unread"), attached(node, browser));
            assertThat(browser.closed()).isTrue();
            Node.next(node.closed);
        }
    }

    @Test
    void whatIsNotReadDoesNotPileUp() throws Exception {
        StreamLimits few = StreamLimits.standard().withUnsentOctets(3 * MESSAGE);
        try (Node node = Node.bounded(Limits.standard().withStreams(few))) {
            Deaf browser = new Deaf();
            Hop hop = attached(node, browser);
            for (int i = 0; i < 10; i++) {
                node.send(Messages.options("m" + i, "x".repeat(MESSAGE)), hop);
            }
            assertThat(browser.closed()).isTrue();
            assertThat(Node.next(node.failed).hop()).isEqualTo(hop);
        }
    }

    private static Hop attached(Node node, Carrier browser) throws Exception {
        node.engine.attach(browser).received(Messages.octets("hello", ""));
        return Node.next(node.received).hop();
    }

    /// Takes nothing until it is closed.
    private static final class Deaf implements Carrier {
        private final CountDownLatch over = new CountDownLatch(1);

        boolean closed() throws InterruptedException {
            return over.await(Node.SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public Transport transport() {
            return Transport.WS;
        }

        @Override
        public InetSocketAddress peer() {
            return new InetSocketAddress("127.0.0.1", 40_000);
        }

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress("127.0.0.1", 8080);
        }

        @Override
        public void send(byte[] message) throws IOException {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public void close() {
            over.countDown();
        }
    }
}
