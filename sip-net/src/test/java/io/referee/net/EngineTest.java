package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

@Timeout(60)
final class EngineTest {

    @Test
    void commandsRunOnOneThreadInTheOrderInWhichTheyWerePosted() throws Exception {
        try (Node node = Node.loopback()) {
            BlockingQueue<Integer> order = new LinkedBlockingQueue<>();
            Set<Thread> threads = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                int n = i;
                node.engine.post(
                        () -> {
                            threads.add(Thread.currentThread());
                            order.add(n);
                        });
            }
            for (int i = 0; i < 1_000; i++) {
                assertThat(Node.next(order)).isEqualTo(i);
            }
            assertThat(node.engine.ask(threads::size).get()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerComesBack() throws Exception {
        try (Node node = Node.loopback()) {
            assertThat(node.engine.ask(() -> 42).get(60, TimeUnit.SECONDS)).isEqualTo(42);
        }
    }

    @Test
    void manyAskersAreAllAnswered() throws Exception {
        try (Node node = Node.loopback()) {
            List<CompletableFuture<Long>> sums = new ArrayList<>();
            for (int t = 0; t < 20; t++) {
                sums.add(CompletableFuture.supplyAsync(() -> askThousandTimes(node.engine)));
            }
            for (CompletableFuture<Long> sum : sums) {
                assertThat(sum.get(30, TimeUnit.SECONDS)).isEqualTo(499_500);
            }
        }
    }

    private static long askThousandTimes(Engine engine) {
        long sum = 0;
        for (int i = 0; i < 1_000; i++) {
            int n = i;
            sum += engine.ask(() -> n).join();
        }
        return sum;
    }

    @Test
    void aThrowingQuestionFailsItsFutureAndNothingElse() throws Exception {
        try (Node node = Node.loopback()) {
            CompletableFuture<Object> answer =
                    node.engine.ask(
                            () -> {
                                throw new IllegalArgumentException("wanted");
                            });
            assertThatThrownBy(answer::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("wanted");
            assertThat(node.uncaught).isEmpty();
        }
    }

    @Test
    void whatBelongsToTheEngineThreadIsRefusedToOthers() throws Exception {
        try (Node node = Node.loopback()) {
            Hop hop = Hop.udp(node.udp());
            assertThatThrownBy(() -> node.engine.transmit(Messages.options("x"), hop))
                    .hasMessageContaining("not the engine thread");
            assertThatThrownBy(() -> node.engine.schedule(Duration.ZERO, () -> {}))
                    .hasMessageContaining("not the engine thread");
        }
    }

    @Test
    void aThrowingCommandIsReportedAndTheEngineGoesOn() throws Exception {
        try (Node node = Node.loopback()) {
            node.engine.post(
                    () -> {
                        throw new StackOverflowError("wanted");
                    });
            assertThat(Node.next(node.uncaught)).hasMessage("wanted");
            assertThat(node.engine.ask(() -> 1).get()).isEqualTo(1);
            assertThat(node.engine.counts().uncaught()).isEqualTo(1);
        }
    }

    @Test
    void aThrowingTimerIsReportedAndTheNextOneRings() throws Exception {
        try (Node node = Node.loopback()) {
            CountDownLatch rung = new CountDownLatch(1);
            node.engine.post(
                    () -> {
                        node.engine.schedule(
                                Duration.ofMillis(5),
                                () -> {
                                    throw new IllegalStateException("wanted");
                                });
                        node.engine.schedule(Duration.ofMillis(5), rung::countDown);
                    });
            assertThat(rung.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Node.next(node.uncaught)).hasMessage("wanted");
        }
    }

    @Test
    void aHandlerThatLeavesTheThreadInterruptedDoesNotCloseTheSockets() throws Exception {
        try (Node node = Node.doing((e, seen) -> Thread.currentThread().interrupt());
                Node peer = Node.loopback()) {
            for (int i = 0; i < 3; i++) {
                peer.send(Messages.options("i" + i), Hop.udp(node.udp()));
                assertThat(Node.next(node.received).message().callId()).isEqualTo("i" + i);
            }
        }
    }

    @Test
    void aFullMailboxRefuses() throws Exception {
        try (Node node = Node.bounded(Limits.standard().withCommands(4))) {
            CountDownLatch blocked = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            node.engine.post(
                    () -> {
                        blocked.countDown();
                        awaitQuietly(go);
                    });
            blocked.await();
            int accepted = 0;
            while (node.engine.post(() -> {})) {
                accepted++;
            }
            assertThat(accepted).isBetween(3, 4);
            assertThatThrownBy(() -> node.engine.ask(() -> 1).get())
                    .hasCauseInstanceOf(RejectedExecutionException.class)
                    .hasMessageContaining("4 commands waiting");
            assertThat(node.engine.counts().queued()).isEqualTo(4);
            go.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void timersRingInOrderAndNotEarly() throws Exception {
        try (Node node = Node.loopback()) {
            BlockingQueue<Long> rung = new LinkedBlockingQueue<>();
            long start = System.nanoTime();
            node.engine.post(
                    () -> {
                        for (int millis : new int[] {60, 20, 40}) {
                            node.engine.schedule(
                                    Duration.ofMillis(millis),
                                    () -> rung.add(System.nanoTime() - start));
                        }
                    });
            assertThat(Node.next(rung)).isGreaterThanOrEqualTo(20_000_000L);
            assertThat(Node.next(rung)).isGreaterThanOrEqualTo(40_000_000L);
            assertThat(Node.next(rung)).isGreaterThanOrEqualTo(60_000_000L);
        }
    }

    @Test
    void aCancelledAlarmDoesNotRing() throws Exception {
        try (Node node = Node.loopback()) {
            BlockingQueue<String> rung = new LinkedBlockingQueue<>();
            node.engine.post(
                    () -> {
                        var alarm =
                                node.engine.schedule(Duration.ofMillis(10), () -> rung.add("a"));
                        node.engine.schedule(Duration.ofMillis(30), () -> rung.add("b"));
                        alarm.cancel();
                    });
            assertThat(Node.next(rung)).isEqualTo("b");
            assertThat(node.engine.ask(() -> 0).get()).isZero();
            assertThat(node.engine.counts().timers()).isZero();
        }
    }

    @Test
    void theTimeStandsStillWithinAnEvent() throws Exception {
        long[] reads = {0};
        InstantSource clock = () -> Instant.ofEpochSecond(reads[0]++);
        try (Engine engine = new Engine(EngineSettings.loopback(), clock)) {
            engine.start();
            List<Instant> times =
                    engine.ask(() -> List.of(engine.now(), engine.now(), engine.now())).get();
            assertThat(new HashSet<>(times)).hasSize(1);
            assertThat(engine.ask(engine::now).get()).isAfter(times.getFirst());
        }
    }

    @Test
    void tokensAreTwentyLettersOrDigitsAndDiffer() throws Exception {
        try (Node node = Node.loopback()) {
            Set<String> seen =
                    node.engine
                            .ask(
                                    () -> {
                                        Set<String> tokens = new HashSet<>();
                                        for (int i = 0; i < 10_000; i++) {
                                            tokens.add(node.engine.token());
                                        }
                                        return tokens;
                                    })
                            .get();
            assertThat(seen).hasSize(10_000).allMatch(t -> t.matches("[a-z2-9]{20}"));
        }
    }

    @Test
    void randomNumbersCoverTheirRange() throws Exception {
        try (Node node = Node.loopback()) {
            Set<Integer> seen =
                    node.engine
                            .ask(
                                    () -> {
                                        Set<Integer> numbers = new HashSet<>();
                                        for (int i = 0; i < 1_000; i++) {
                                            numbers.add(node.engine.random(5));
                                        }
                                        return numbers;
                                    })
                            .get();
            assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        }
    }

    @Test
    void bothTransportsGetTheSameFreePort() throws Exception {
        try (Node node = Node.loopback()) {
            assertThat(node.udp().getPort()).isPositive().isEqualTo(node.tcp().getPort());
        }
    }

    @Test
    void aUdpPortInUseIsSaidInOneSentence() throws Exception {
        try (Node node = Node.loopback();
                Engine second = new Engine(EngineSettings.of(Listener.udp(node.udp())))) {
            assertThatThrownBy(second::start)
                    .isInstanceOf(BindFailed.class)
                    .hasMessage(
                            "Cannot listen on udp:127.0.0.1:%d: Address already in use",
                            node.udp().getPort());
        }
    }

    @Test
    void aTcpPortInUseIsSaidInOneSentenceAndFreesTheUdpPort() throws Exception {
        try (Node node = Node.loopback()) {
            Listener free = Listener.udp(freeUdpPort());
            EngineSettings settings = EngineSettings.of(free, Listener.tcp(node.tcp()));
            Engine second = new Engine(settings);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(second::start)
                        .isInstanceOf(BindFailed.class)
                        .hasMessage(
                                "Cannot listen on tcp:127.0.0.1:%d: Address already in use",
                                node.tcp().getPort());
            }
        }
    }

    private static InetSocketAddress freeUdpPort() throws BindFailed {
        try (Node node = Node.loopback()) {
            return node.udp();
        }
    }

    @Test
    void anEngineWithoutAnyTransportIsRefused() {
        assertThatThrownBy(EngineSettings::of).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closingRunsWhatWasPostedAndRefusesTheRest() throws Exception {
        Node node = Node.loopback();
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(node.engine.ask(() -> 1));
        }
        long start = System.nanoTime();
        node.close();
        node.close();
        assertThat(System.nanoTime() - start).isLessThan(1_000_000_000L);
        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(node.engine.post(() -> {})).isFalse();
        assertThatThrownBy(() -> node.engine.ask(() -> 1).get())
                .hasMessageContaining("engine is closed");
        assertThatThrownBy(node.engine::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theEngineMayCloseItself() throws Exception {
        Node node = Node.loopback();
        node.engine.post(node.engine::close);
        node.close();
        assertThat(node.engine.post(() -> {})).isFalse();
    }

    @Test
    void closingFreesThePorts() throws Exception {
        InetSocketAddress address = freeUdpPort();
        EngineSettings same = EngineSettings.of(Listener.udp(address), Listener.tcp(address));
        try (Node node = Node.of(same)) {
            assertThat(node.udp()).isEqualTo(address);
        }
    }

    @Test
    void aTransportThatIsOffIsAnsweredWithTheOther() throws Exception {
        Listener any = Listener.udp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        try (Node node = Node.of(EngineSettings.of(any))) {
            Hop peer = Hop.tcp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9));
            var local = node.engine.ask(() -> node.engine.localAddress(peer)).get();
            assertThat(local.host()).isEqualTo("127.0.0.1");
            assertThat(local.port())
                    .as("UDP's, because TCP is off")
                    .isEqualTo(node.udp().getPort());
        }
    }

    @Test
    void aFixedHostIsAdvertisedWithTheBoundPort() throws Exception {
        var settings = EngineSettings.loopback().withAdvertise(Advertise.fixed("sip.example.org"));
        try (Node node = Node.of(settings)) {
            Hop peer = Hop.udp(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 9));
            var local = node.engine.ask(() -> node.engine.localAddress(peer)).get();
            assertThat(local.host()).isEqualTo("sip.example.org");
            assertThat(local.port()).isEqualTo(node.udp().getPort());
        }
    }

    @Test
    void aWildcardSocketIsReachedByLoopbackPeersAtLoopback() {
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 5060);
        List<Served> served = List.of(new Served(Transport.UDP, any));
        LocalAddresses locals = new LocalAddresses(served, Advertise.auto(), 2);
        for (int i = 1; i < 10; i++) {
            InetAddress peer = InetAddress.ofLiteral("127.0.0." + i);
            assertThat(locals.towards(Transport.UDP, new InetSocketAddress(peer, 9), 0).host())
                    .isEqualTo("127.0.0.1");
        }
        InetSocketAddress six = new InetSocketAddress(InetAddress.ofLiteral("::1"), 9);
        assertThat(locals.towards(Transport.UDP, six, 0).host()).startsWith("[").endsWith("1]");
        InetSocketAddress named = InetSocketAddress.createUnresolved("phone.example.org", 9);
        assertThat(locals.towards(Transport.UDP, named, 0).host()).isNotEqualTo("0.0.0.0");
    }
}
