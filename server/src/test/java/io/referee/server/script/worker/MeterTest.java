package io.referee.server.script.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

class MeterTest {

    private static final long NANOS = 50_000_000;
    private static final int OCTETS = 32 * 1024 * 1024;

    @Test
    void itCountsWhatIsUsedBetweenBeginAndPause() throws Exception {
        Meter meter =
                onVirtualThread(
                        made -> {
                            work();
                            made.begin();
                            work();
                            made.pause();
                            work();
                            made.look();
                        });

        assertThat(meter.cpu()).isGreaterThanOrEqualTo(NANOS);
        assertThat(meter.memory()).isBetween((long) OCTETS, 2L * OCTETS);
        assertThat(meter.isRunning()).isFalse();
    }

    @Test
    void itFollowsAThreadThatHasMovedToAnotherCarrier() throws Exception {
        Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one carrier only");
        Meter meter =
                onVirtualThread(
                        made -> {
                            made.begin();
                            work();
                            made.look();
                            move();
                            made.look();
                            work();
                            made.pause();
                        });

        assertThat(meter.cpu()).isGreaterThanOrEqualTo(2 * NANOS);
        assertThat(meter.memory()).isBetween(2L * OCTETS, 3L * OCTETS);
    }

    /// What its carrier does for others while a thread waits is not the thread's, once somebody has
    /// seen it wait. It may go on upon the same one, or another.
    @RepeatedTest(6)
    void whoWaitsUsesNothing() throws Exception {
        CompletableFuture<Meter> begun = new CompletableFuture<>();
        CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        Thread waiting =
                Thread.startVirtualThread(
                        () -> {
                            Meter meter = new Meter(Thread.currentThread());
                            meter.begin();
                            begun.complete(meter);
                            goOn.join();
                            meter.pause();
                        });
        Meter meter = begun.get();

        await().until(() -> Carrier.of(waiting) == null);
        meter.look();
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                others.execute(MeterTest::work);
            }
        }
        goOn.complete(true);
        waiting.join();

        assertThat(meter.memory()).isLessThan(OCTETS);
        assertThat(meter.cpu()).isLessThan(2 * NANOS);
    }

    private interface Counted {
        void by(Meter meter);
    }

    private static Meter onVirtualThread(Counted work) throws Exception {
        Callable<Meter> counted =
                () -> {
                    Meter meter = new Meter(Thread.currentThread());
                    work.by(meter);
                    return meter;
                };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(counted).get();
        }
    }

    /// A script whose runs hinder each other is moved again and again, and is to pay all the same.
    @Test
    void whoMovesBetweenLooksPaysForTheTime() throws Exception {
        Assumptions.assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one carrier only");
        Meter meter =
                onVirtualThread(
                        made -> {
                            made.begin();
                            for (int i = 0; i < 10; i++) {
                                work();
                                move();
                                made.look();
                            }
                            made.pause();
                        });

        assertThat(meter.cpu()).isGreaterThan(8 * NANOS / 2);
        assertThat(meter.memory()).isPositive();
    }

    /// Until the calling thread is upon another carrier than it was: while it waits, somebody else
    /// takes that one and keeps it for a moment.
    private static void move() {
        Thread before = carrier();
        while (before == carrier()) {
            CompletableFuture<Boolean> taken = new CompletableFuture<>();
            AtomicBoolean enough = new AtomicBoolean();
            Thread.startVirtualThread(
                    () -> {
                        taken.complete(true);
                        for (int i = 0; i < 1_000_000 && !enough.get(); i++) {
                            Thread.onSpinWait();
                        }
                    });
            taken.join();
            enough.set(true);
        }
    }

    private static Thread carrier() {
        return Objects.requireNonNull(Carrier.of(Thread.currentThread()));
    }

    /// Uses that much of the processor, and of the memory, without waiting.
    private static void work() {
        long until = Carrier.cpu(carrier()) + NANOS;
        byte[] much = new byte[OCTETS];
        while (Carrier.cpu(carrier()) < until) {
            much[0]++;
        }
    }
}
