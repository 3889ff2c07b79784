package io.referee.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

class RememberedTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Instant now = START;
    private final Remembered remembered = new Remembered(() -> now);

    /// A transfer that ended then, if it did.
    private record Told(String id, @Nullable Instant finishedAt) implements Running {
        @Override
        public TransferView view() {
            return new TransferView(
                    id,
                    "aaron",
                    "aaron",
                    "call",
                    "blind",
                    "api",
                    "",
                    finishedAt == null ? "" : "completed",
                    200,
                    "",
                    "sip:carol@example.org",
                    "a",
                    "b",
                    "c",
                    START,
                    null,
                    null,
                    finishedAt);
        }

        @Override
        public boolean abort(String reason) {
            return finishedAt == null;
        }

        @Override
        public ReferStanding refer() {
            return new ReferStanding(202, 200);
        }
    }

    private void another() {
        remembered.add("another" + now, new Told("another", null));
    }

    @Test
    void ofOneThatIsOverForAWhileOnlyWhatCanBeToldIsKept() {
        Told over = new Told("t", START);
        remembered.add("t", over);
        now = START.plus(Remembered.WHOLE).minusMillis(1);
        another();
        assertThat(remembered.find("t")).containsSame(over);

        now = START.plus(Remembered.WHOLE);
        another();
        Running kept = remembered.find("t").orElseThrow();
        assertThat(kept).isNotSameAs(over);
        assertThat(kept.view()).isEqualTo(over.view());
        assertThat(kept.refer()).isEqualTo(over.refer());
        assertThat(kept.abort("late")).isFalse();
    }

    @Test
    void oneThatRunsIsKeptWholeHoweverLong() {
        Told running = new Told("t", null);
        remembered.add("t", running);
        now = START.plus(Duration.ofHours(2));
        another();
        another();
        assertThat(remembered.find("t")).containsSame(running);
    }

    @Test
    void theOldestIsForgottenBeyondTheLimitAndNothingWholeIsLeftBehind() {
        for (int i = 0; i < 2 * Remembered.AT_MOST; i++) {
            now = now.plusSeconds(1);
            remembered.add("t" + i, new Told("t" + i, now));
        }
        assertThat(remembered.all()).hasSize(Remembered.AT_MOST);
        assertThat(remembered.knows("t" + (Remembered.AT_MOST - 1))).isFalse();
        assertThat(remembered.all().stream().filter(Told.class::isInstance).count())
                .isLessThanOrEqualTo(2 * Remembered.WHOLE.toSeconds());
    }
}
