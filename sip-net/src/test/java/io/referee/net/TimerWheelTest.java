package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.transport.Outside.Alarm;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

final class TimerWheelTest {
    private final TimerWheel wheel = new TimerWheel(0);
    private final List<String> rung = new ArrayList<>();

    private Alarm at(long deadline) {
        return wheel.schedule(deadline, () -> rung.add("" + deadline));
    }

    private void advance(long now) {
        wheel.advance(now, Runnable::run);
    }

    @Test
    void timersRingInOrderOfTheirDeadlines() {
        at(70_000);
        at(5);
        at(4_096);
        at(64);
        at(63);
        advance(100_000);
        assertThat(rung).containsExactly("5", "63", "64", "4096", "70000");
    }

    @Test
    void timersOfOneMillisecondRingInTheOrderInWhichTheyWereScheduled() {
        for (int i = 0; i < 3; i++) {
            int n = i;
            wheel.schedule(5_000, () -> rung.add("far" + n));
        }
        advance(4_990);
        wheel.schedule(5_000, () -> rung.add("near"));
        advance(5_000);
        assertThat(rung).containsExactly("far0", "far1", "far2", "near");
    }

    @Test
    void aTimerDoesNotRingEarlyAndRingsOnTime() {
        at(500);
        advance(499);
        assertThat(rung).isEmpty();
        advance(500);
        assertThat(rung).containsExactly("500");
    }

    @Test
    void aCancelledTimerDoesNotRing() {
        Alarm alarm = at(500);
        at(500);
        alarm.cancel();
        alarm.cancel();
        advance(1_000);
        assertThat(rung).containsExactly("500");
        assertThat(wheel.pending()).isZero();
    }

    @Test
    void aTimerMayCancelAnotherOneOfTheSameMillisecond() {
        Alarm[] second = new Alarm[1];
        wheel.schedule(10, () -> second[0].cancel());
        second[0] = at(10);
        at(11);
        advance(20);
        assertThat(rung).containsExactly("11");
    }

    @Test
    void cancellingARungTimerIsHarmless() {
        Alarm alarm = at(10);
        advance(20);
        alarm.cancel();
        assertThat(wheel.pending()).isZero();
        at(30);
        advance(30);
        assertThat(rung).containsExactly("10", "30");
    }

    @Test
    void aDeadlineInThePastRingsAtTheNextMillisecond() {
        advance(1_000);
        at(3);
        assertThat(wheel.next()).isEqualTo(1_001);
        advance(1_001);
        assertThat(rung).containsExactly("3");
    }

    @Test
    void aTimerThatSchedulesItselfDoesNotHoldTheWheelUp() {
        Runnable[] again = new Runnable[1];
        again[0] =
                () -> {
                    rung.add("x");
                    wheel.schedule(0, again[0]);
                };
        wheel.schedule(1, again[0]);
        advance(3);
        assertThat(rung).hasSize(3);
    }

    @Test
    void aPeriodicTimerDoesNotDriftWhenTheWheelIsLookedAtRarely() {
        long[] deadline = {20};
        int[] count = {0};
        Runnable[] again = new Runnable[1];
        again[0] =
                () -> {
                    count[0]++;
                    deadline[0] += 20;
                    wheel.schedule(deadline[0], again[0]);
                };
        wheel.schedule(20, again[0]);
        for (long now = 0; now <= 1_000_000; now += 64) {
            advance(now);
        }
        assertThat(count[0]).isEqualTo(1_000_000 / 20);
    }

    @Test
    void whatAnAlarmThrowsDoesNotLoseTheOthers() {
        wheel.schedule(
                10,
                () -> {
                    throw new IllegalStateException("wanted");
                });
        at(10);
        try {
            advance(10);
        } catch (IllegalStateException e) {
            rung.add(e.getMessage());
        }
        advance(10);
        assertThat(rung).containsExactly("wanted", "10");
    }

    @Test
    void theNextTimeIsNeverLaterThanTheNextDeadline() {
        assertThat(wheel.next()).isEqualTo(TimerWheel.NEVER);
        at(100_000);
        assertThat(wheel.next()).isBetween(1L, 100_000L);
        at(7);
        assertThat(wheel.next()).isEqualTo(7);
    }

    @Test
    void aTimerBeyondTheLongestIsBroughtForward() {
        at(Long.MAX_VALUE);
        advance(TimerWheel.MAX_MILLIS);
        assertThat(rung).hasSize(1);
    }

    @Test
    void aMillionRandomTimersRingOnceOnTheirMillisecondUnlessCancelled() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int count = 1_000_000;
        long[] now = {0};
        int[] rings = new int[count];
        Alarm[] alarms = new Alarm[count];
        long[] late = {0};
        for (int i = 0; i < count; i++) {
            int n = i;
            long deadline = 1 + (long) Math.pow(2, random.nextDouble() * 22);
            alarms[i] =
                    wheel.schedule(
                            deadline,
                            () -> {
                                rings[n]++;
                                late[0] += Math.abs(now[0] - deadline);
                            });
        }
        int cancelled = 0;
        for (int i = 0; i < count; i += 3) {
            alarms[i].cancel();
            cancelled++;
        }
        assertThat(wheel.pending()).isEqualTo(count - cancelled);
        while (wheel.next() != TimerWheel.NEVER) {
            now[0] = wheel.next();
            advance(now[0]);
        }
        assertThat(late[0]).as("milliseconds off, seed %d", seed).isZero();
        int wrong = 0;
        for (int i = 0; i < count; i++) {
            wrong += rings[i] == (i % 3 == 0 ? 0 : 1) ? 0 : 1;
        }
        assertThat(wrong).as("timers that rang too often or not, seed %d", seed).isZero();
    }
}
