package io.referee.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.guard.Overload.Change;

import org.junit.jupiter.api.Test;

/// When new requests are refused, RFC 3261 §21.5.4, and how many.
class OverloadTest {
    private static final long WINDOW = Overload.WINDOW.toMillis() * 1_000;

    private final Engine engine = new Engine();
    private final Overload overload = new Overload(engine);

    private static final class Engine implements Load {
        private long now;
        private long idle;
        private int queued;

        @Override
        public long micros() {
            return now;
        }

        @Override
        public long idleMicros() {
            return idle;
        }

        @Override
        public int queued() {
            return queued;
        }
    }

    /// Windows in which the engine is so busy, in thousandths.
    private Change busy(int occupancy, int windows) {
        Change change = Change.NONE;
        for (int i = 0; i < windows; i++) {
            engine.now += WINDOW;
            engine.idle += WINDOW * (1_000 - occupancy) / 1_000;
            Change now = overload.look();
            change = now == Change.NONE ? change : now;
        }
        return change;
    }

    @Test
    void anEngineThatSleepsNowAndThenKeepsUp() {
        assertThat(busy(970, 1_000)).isEqualTo(Change.NONE);
        assertThat(overload.shedding()).isFalse();
    }

    @Test
    void aBurstOfLessThanASecondIsBorne() {
        for (int i = 0; i < 100; i++) {
            assertThat(busy(1_000, 3)).isEqualTo(Change.NONE);
            assertThat(busy(500, 1)).isEqualTo(Change.NONE);
        }
    }

    @Test
    void anEngineThatDoesNotSleepForASecondSheds() {
        assertThat(busy(1_000, 4)).isEqualTo(Change.BEGAN);
        assertThat(overload.share()).isEqualTo(Overload.TARGET);
    }

    @Test
    void theShareFallsUntilTheEngineSleepsEnough() {
        // Twice as much comes as can be done.
        int share = 1_000;
        for (int i = 0; i < 100; i++) {
            busy(Math.min(1_000, 2 * share), 1);
            share = overload.share();
        }

        assertThat(share).isBetween(400, 450);
        assertThat(overload.shedding()).isTrue();
    }

    @Test
    void sheddingEndsOnlyAfterTwoCalmSeconds() {
        busy(1_000, 8);
        assertThat(overload.shedding()).isTrue();

        assertThat(busy(100, 4)).isEqualTo(Change.NONE);
        assertThat(overload.share()).isEqualTo(1_000);
        assertThat(busy(100, 10)).isEqualTo(Change.ENDED);
    }

    @Test
    void aFullMailboxShedsAtOnce() {
        engine.queued = Overload.MAX_QUEUED + 1;

        assertThat(busy(500, 1)).isEqualTo(Change.BEGAN);
    }

    @Test
    void theShareIsTakenEvenly() {
        busy(1_000, 30);
        int taken = 0;
        for (int i = 0; i < 1_000; i++) {
            taken += overload.takes() ? 1 : 0;
        }

        assertThat(taken).isEqualTo(overload.share());
        assertThat(overload.share()).isGreaterThanOrEqualTo(Overload.LEAST_SHARE);
    }
}
