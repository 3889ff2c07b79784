package io.referee.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> ran = new ArrayList<>();

    private VirtualTime.Timer in(long millis, String name) {
        return time.after(Duration.ofMillis(millis), () -> ran.add(name + "@" + elapsed()));
    }

    private long elapsed() {
        return time.elapsed().toMillis();
    }

    @Test
    void actionsRunByTimeAndThenInTheOrderTheyWereScheduled() {
        in(20, "late");
        in(10, "first");
        in(10, "second");
        time.advance(Duration.ofMillis(20));
        assertThat(ran).containsExactly("first@10", "second@10", "late@20");
    }

    @Test
    void timeStandsAtTheEndEvenWhenNothingIsDue() {
        in(51, "never");
        time.advance(Duration.ofMillis(50));
        assertThat(elapsed()).isEqualTo(50);
        assertThat(ran).isEmpty();
    }

    @Test
    void aCancelledActionDoesNotRun() {
        in(10, "cancelled").cancel();
        in(10, "other");
        time.advance(Duration.ofSeconds(1));
        assertThat(ran).containsExactly("other@10");
    }

    @Test
    void timeStopsAtTheActionThatMadeTheConditionHold() {
        in(10, "one");
        in(10, "two");
        assertThat(time.runUntil(() -> !ran.isEmpty(), VirtualTime.START.plusSeconds(1))).isTrue();
        assertThat(ran).containsExactly("one@10");
        assertThat(elapsed()).isEqualTo(10);
    }

    @Test
    void aConditionThatNeverHoldsLetsTimeRunToTheEnd() {
        assertThat(time.runUntil(() -> false, VirtualTime.START.plusSeconds(1))).isFalse();
        assertThat(elapsed()).isEqualTo(1000);
    }

    @Test
    void whatIsScheduledInThePastRunsNowAndTimeNeverGoesBack() {
        time.advance(Duration.ofMillis(30));
        time.schedule(VirtualTime.START, () -> ran.add("past@" + elapsed()));
        time.runUntil(VirtualTime.START);
        assertThat(ran).isEmpty();
        time.advance(Duration.ZERO);
        assertThat(ran).containsExactly("past@30");
    }

    @Test
    void anActionThatSchedulesItselfForEverIsStopped() {
        time.after(Duration.ZERO, this::again);
        assertThatThrownBy(() -> time.advance(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more than " + VirtualTime.MAX_ACTIONS);
    }

    private void again() {
        time.after(Duration.ZERO, this::again);
    }
}
