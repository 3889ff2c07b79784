package io.referee.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// The base times: RFC 3261 §17.1.1.1.
class TimingTest {
    @Test
    void allTimersFollowFromT1T2AndT4() {
        Timing fast =
                new Timing(Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofSeconds(1));

        assertThat(fast.giveUp()).isEqualTo(Duration.ofMillis(640));
        assertThat(fast.next(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(20));
        assertThat(fast.next(Duration.ofMillis(20))).isEqualTo(Duration.ofMillis(25));
        assertThat(fast.next(Duration.ofMillis(25))).isEqualTo(Duration.ofMillis(25));
        assertThat(Timing.STANDARD.giveUp()).isEqualTo(Duration.ofSeconds(32));
    }
}
