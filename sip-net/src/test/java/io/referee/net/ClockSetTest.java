package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/// Somebody sets the clock of the machine.
final class ClockSetTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    /// What has really passed, and how the machine's clock is set.
    private Duration passed = Duration.ZERO;

    private Duration set = Duration.ZERO;
    private final SteadyClock clock =
            new SteadyClock(() -> NOON.plus(passed).plus(set), () -> passed.toNanos());

    /// In steps of a millisecond, as an engine asks.
    private void pass(Duration time) {
        Duration end = passed.plus(time);
        while (passed.compareTo(end) < 0) {
            passed = passed.plusMillis(1);
            clock.instant();
        }
    }

    private Duration measured(Duration time) {
        Instant began = clock.instant();
        pass(time);
        return Duration.between(began, clock.instant());
    }

    @Test
    void anHourForwardIsNoHourOfACall() {
        pass(Duration.ofSeconds(5));
        set = HOUR;
        assertThat(measured(Duration.ofSeconds(60)))
                .isBetween(Duration.ofSeconds(60), Duration.ofMillis(60_060));
        assertThat(clock.behind()).isBetween(HOUR.minusSeconds(1), HOUR);
    }

    @Test
    void anHourBackDoesNotMakeTheTimeStandStill() {
        pass(Duration.ofSeconds(5));
        set = HOUR.negated();
        assertThat(measured(Duration.ofSeconds(60)))
                .isBetween(Duration.ofMillis(59_940), Duration.ofSeconds(60));
    }

    @Test
    void whatAMachineDriftsIsFollowed() {
        for (int second = 0; second < 100; second++) {
            set = set.plusNanos(100_000); // a bad crystal: 100 millionths
            pass(Duration.ofSeconds(1));
        }
        assertThat(clock.behind().abs()).isLessThan(Duration.ofMillis(1));
    }

    @Test
    void aSmallCorrectionIsFollowedAndNotOvershot() {
        pass(Duration.ofSeconds(2));
        set = Duration.ofMillis(20);
        pass(Duration.ofSeconds(30));
        assertThat(clock.behind()).isZero();
        pass(Duration.ofSeconds(30));
        assertThat(clock.behind()).isZero();
    }

    @Test
    void whateverIsSetTheTimeNeverGoesBack() {
        Random random = new Random(7);
        Instant last = clock.instant();
        for (int i = 0; i < 10_000; i++) {
            set = Duration.ofMillis(random.nextLong(-7_200_000, 7_200_000));
            passed = passed.plusMillis(random.nextInt(3_000));
            Instant now = clock.instant();
            assertThat(now).isAfterOrEqualTo(last);
            last = now;
        }
        assertThat(Duration.between(NOON, last))
                .isBetween(
                        passed.multipliedBy(998).dividedBy(1_000),
                        passed.multipliedBy(1_002).dividedBy(1_000));
    }

    @Test
    void aClockThatIsCenturiesWrongDoesNoHarm() {
        set = Duration.ofDays(365_000);
        assertThat(measured(Duration.ofSeconds(3))).isLessThan(Duration.ofMillis(3_010));
    }

    /// The engine of the server asks this clock.
    @Test
    void theEngineDoesNotFollowAnHour() throws Exception {
        try (Engine engine = new Engine(EngineSettings.loopback(), clock)) {
            engine.start();
            assertThat(engine.ask(engine::now).get()).isEqualTo(NOON);
            set = HOUR;
            passed = passed.plusMillis(1_500);
            assertThat(engine.ask(engine::now).get()).isEqualTo(NOON.plusMillis(1_500));
        }
    }
}
