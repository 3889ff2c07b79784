package io.referee.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.ladder.VirtualTime;
import io.referee.sip.message.SipMessage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class SameDelayTest {
    private static final Duration DELAY = Duration.ofSeconds(32);

    private final VirtualTime time = new VirtualTime();
    private final Clock outside = new Clock();
    private final List<String> ended = new ArrayList<>();
    private final SameDelay<Integer> delay = new SameDelay<>(outside, DELAY, this::end);
    private int broken = -1;

    private void end(int thing) {
        if (thing == broken) {
            throw new IllegalStateException("broken");
        }
        ended.add(thing + " at " + time.instant().toEpochMilli());
    }

    private final class Clock implements Outside {
        private int alarms;
        private int open;

        @Override
        public Instant now() {
            return time.instant();
        }

        @Override
        public Alarm schedule(Duration after, Runnable alarm) {
            alarms++;
            open++;
            return time.after(
                            after,
                            () -> {
                                open--;
                                alarm.run();
                            })
                    ::cancel;
        }

        @Override
        public void transmit(SipMessage message, Hop hop) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Local localAddress(Hop hop) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String token() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int random(int bound) {
            throw new UnsupportedOperationException();
        }
    }

    private void add(int thing) {
        delay.add(thing);
    }

    private void pass(long millis) {
        time.advance(Duration.ofMillis(millis));
    }

    private List<String> at(long start, int... things) {
        List<String> wanted = new ArrayList<>();
        for (int thing : things) {
            wanted.add(thing + " at " + (start + DELAY.toMillis()));
        }
        return wanted;
    }

    @Test
    void eachEndsAfterItsTimeAndInOrder() {
        long start = time.instant().toEpochMilli();
        add(1);
        pass(1_000);
        add(2);
        add(3);
        pass(30_999);
        assertThat(ended).isEmpty();
        pass(1);
        assertThat(ended).isEqualTo(at(start, 1));
        pass(1_000);
        List<String> all = new ArrayList<>(at(start, 1));
        all.addAll(at(start + 1_000, 2, 3));
        assertThat(ended).isEqualTo(all);
        assertThat(delay.size()).isZero();
        assertThat(outside.open).isZero();
    }

    @Test
    void manyThatEndSoonAfterEachOtherTakeFewAlarmsAndNoneIsEarlyOrMuchTooLate() {
        long start = time.instant().toEpochMilli();
        for (int i = 0; i < 1_000; i++) {
            add(i);
            pass(1);
        }
        pass(DELAY.toMillis() + SameDelay.SLACK.toMillis());
        assertThat(ended).hasSize(1_000);
        for (int i = 0; i < 1_000; i++) {
            String[] words = ended.get(i).split(" ");
            assertThat(words[0]).isEqualTo("" + i);
            assertThat(Long.parseLong(words[2]) - start - i - DELAY.toMillis())
                    .isBetween(0L, SameDelay.SLACK.toMillis());
        }
        assertThat(outside.alarms).isLessThan(1_000 / 15);
    }

    @Test
    void anEndThatThrowsCostsItselfAlone() {
        broken = 1;
        add(0);
        add(1);
        add(2);
        assertThatThrownBy(() -> pass(DELAY.toMillis())).hasMessage("broken");
        pass(SameDelay.SLACK.toMillis());
        assertThat(ended).extracting(text -> text.charAt(0)).containsExactly('0', '2');
    }

    @Test
    void whatIsNotNeededAnyMoreIsSkippedFromTheFront() {
        for (int i = 0; i < 10; i++) {
            add(i);
        }
        delay.skip(thing -> thing < 4 || thing == 7);
        assertThat(delay.size()).isEqualTo(6);
        pass(DELAY.toMillis());
        assertThat(ended)
                .extracting(text -> text.charAt(0))
                .containsExactly('4', '5', '6', '7', '8', '9');
        assertThat(outside.open).isZero();
    }

    @Test
    void onesThatAreAddedByAnEndWaitTheirTime() {
        List<Integer> seen = new ArrayList<>();
        SameDelay<Integer>[] again = new SameDelay[1];
        again[0] =
                new SameDelay<>(
                        outside,
                        DELAY,
                        thing -> {
                            seen.add(thing);
                            if (thing < 3) {
                                again[0].add(thing + 1);
                            }
                        });
        again[0].add(1);
        pass(DELAY.toMillis());
        assertThat(seen).containsExactly(1);
        pass(2 * DELAY.toMillis());
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    void othersThatWaitAreNotHeldUpByThose() {
        SameDelay<Integer>[] again = new SameDelay[1];
        again[0] =
                new SameDelay<>(
                        outside,
                        DELAY,
                        thing -> {
                            end(thing);
                            if (thing == 1) {
                                again[0].add(3);
                            }
                        });
        long start = time.instant().toEpochMilli();
        again[0].add(1);
        pass(1_000);
        again[0].add(2);
        pass(31_000);
        pass(1_000);
        List<String> wanted = at(start, 1);
        wanted.addAll(at(start + 1_000, 2));
        assertThat(ended).isEqualTo(wanted);
    }
}
