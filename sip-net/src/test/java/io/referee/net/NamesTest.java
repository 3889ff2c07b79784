package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Question;
import io.referee.sip.routing.RecordType;
import io.referee.sip.routing.ResourceRecord;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
final class NamesTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private static Hop named(Transport transport, InetSocketAddress like) {
        return new Hop(
                transport,
                InetSocketAddress.createUnresolved("peer.example.org", like.getPort()),
                0);
    }

    private static Reply address(Question question) {
        return question.type() == RecordType.A
                ? new Reply(Answer.of(new ResourceRecord.Address(LOOPBACK)), Duration.ofMinutes(1))
                : new Reply(Answer.NO_DATA, Duration.ofMinutes(1));
    }

    @Test
    void aNameIsLookedUpOnceAndTheMessagesGoOut() throws Exception {
        List<Question> asked = new CopyOnWriteArrayList<>();
        NameSource source =
                question -> {
                    asked.add(question);
                    return address(question);
                };
        try (Node peer = Node.loopback();
                Node node = Node.resolving(Limits.standard(), source)) {
            for (int i = 0; i < 3; i++) {
                node.send(Messages.options("u" + i), named(Transport.UDP, peer.udp()));
                assertThat(Node.next(peer.received).message().callId()).isEqualTo("u" + i);
            }
            node.send(Messages.options("t"), named(Transport.TCP, peer.tcp()));
            assertThat(Node.next(peer.received).hop().transport()).isEqualTo(Transport.TCP);
            assertThat(asked).containsExactly(new Question("peer.example.org", RecordType.A));
        }
    }

    @Test
    void anUnknownNameFailsWithTheHopThatWasAsked() throws Exception {
        NameSource source = _ -> new Reply(Answer.NO_NAME, Duration.ZERO);
        try (Node node = Node.resolving(Limits.standard(), source)) {
            Hop hop = named(Transport.UDP, node.udp());
            node.send(Messages.options("who"), hop);
            assertThat(Node.next(node.failed).hop()).isEqualTo(hop);
        }
    }

    @Test
    void aSourceThatThrowsIsAFailureLikeAnyOther() throws Exception {
        NameSource source =
                _ -> {
                    throw new IllegalStateException("wanted");
                };
        try (Node node = Node.resolving(Limits.standard(), source)) {
            Hop hop = named(Transport.UDP, node.udp());
            node.send(Messages.options("who"), hop);
            assertThat(Node.next(node.failed).hop()).isEqualTo(hop);
        }
    }

    @Test
    void aNameThatTakesTooLongFailsAndTheEngineDoesNotWait() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        NameSource source =
                question -> {
                    never.await();
                    return address(question);
                };
        Duration soon = Duration.ofMillis(50);
        int most = 10;
        Limits limits =
                Limits.standard()
                        .withNames(
                                Limits.HostNames.STANDARD
                                        .withLookup(soon)
                                        .withNumbers(10, most, 10));
        try (Node node = Node.resolving(limits, source)) {
            Hop hop = named(Transport.UDP, node.udp());
            node.engine.post(
                    () -> {
                        for (int i = 0; i < most + 1; i++) {
                            node.engine.transmit(Messages.options("n" + i), hop);
                        }
                    });
            assertThat(Node.next(node.failed).message().callId())
                    .as("the one beyond the limit")
                    .isEqualTo("n" + most);
            assertThat(node.engine.ask(() -> "alive").get()).isEqualTo("alive");
            for (int i = 0; i < most; i++) {
                assertThat(Node.next(node.failed).message().callId()).isEqualTo("n" + i);
            }
        }
    }

    @Test
    void moreQuestionsAtOnceThanTheLimitFail() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        NameSource source =
                question -> {
                    never.await();
                    return address(question);
                };
        Limits limits =
                Limits.standard().withNames(Limits.HostNames.STANDARD.withNumbers(10, 10, 2));
        try (Node node = Node.resolving(limits, source)) {
            for (int i = 0; i < 3; i++) {
                Hop hop = Hop.udp(InetSocketAddress.createUnresolved("n" + i + ".example.org", 9));
                node.send(Messages.options("n" + i), hop);
            }
            assertThat(Node.next(node.failed).message().callId()).isEqualTo("n2");
        }
    }
}
