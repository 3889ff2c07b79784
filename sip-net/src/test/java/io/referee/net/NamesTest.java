package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
final class NamesTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static Hop named(Transport transport, InetSocketAddress like) {
        return new Hop(
                transport,
                InetSocketAddress.createUnresolved("peer.example.org", like.getPort()),
                0);
    }

    @Test
    void aNameIsLookedUpOnceAndTheMessagesGoOut() throws Exception {
        AtomicInteger lookups = new AtomicInteger();
        Names.Resolver resolver =
                host -> {
                    assertThat(host).isEqualTo("peer.example.org");
                    lookups.incrementAndGet();
                    return LOOPBACK;
                };
        try (Node peer = Node.loopback();
                Node node = Node.resolving(Limits.standard(), resolver)) {
            for (int i = 0; i < 3; i++) {
                node.send(Messages.options("u" + i), named(Transport.UDP, peer.udp()));
                assertThat(Node.next(peer.received).message().callId()).isEqualTo("u" + i);
            }
            node.send(Messages.options("t"), named(Transport.TCP, peer.tcp()));
            assertThat(Node.next(peer.received).hop().transport()).isEqualTo(Transport.TCP);
            assertThat(lookups).hasValue(1);
        }
    }

    @Test
    void anUnknownNameFailsWithTheHopThatWasAsked() throws Exception {
        Names.Resolver resolver =
                host -> {
                    throw new UnknownHostException(host);
                };
        try (Node node = Node.resolving(Limits.standard(), resolver)) {
            Hop hop = named(Transport.UDP, node.udp());
            node.send(Messages.options("who"), hop);
            assertThat(Node.next(node.failed).hop()).isEqualTo(hop);
        }
    }

    @Test
    void aNameThatTakesTooLongFailsAndTheEngineDoesNotWait() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Names.Resolver resolver =
                host -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        throw new UnknownHostException(host);
                    }
                    return LOOPBACK;
                };
        Duration soon = Duration.ofMillis(50);
        Limits limits = Limits.standard()
                        .withNames(Limits.HostNames.STANDARD.withLookup(soon));
        try (Node node = Node.resolving(limits, resolver)) {
            Hop hop = named(Transport.UDP, node.udp());
            node.engine.post(
                    () -> {
                        for (int i = 0; i < limits.names().awaiting() + 1; i++) {
                            node.engine.transmit(Messages.options("n" + i), hop);
                        }
                    });
            assertThat(Node.next(node.failed).message().callId())
                    .as("the one beyond the limit")
                    .isEqualTo("n" + limits.names().awaiting());
            assertThat(node.engine.ask(() -> "alive").get()).isEqualTo("alive");
            for (int i = 0; i < limits.names().awaiting(); i++) {
                assertThat(Node.next(node.failed).message().callId()).isEqualTo("n" + i);
            }
        }
    }
}
