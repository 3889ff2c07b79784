package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.routing.Answer;
import io.referee.sip.routing.Question;
import io.referee.sip.routing.RecordType;
import io.referee.sip.routing.ResourceRecord;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.time.Duration;

/// RFC 1035 §7.4, RFC 2308 §5, RFC 9520 §3.2, on a clock of the test's own.
final class NameCacheTest {
    private static final Question QUESTION = new Question("Example.ORG.", RecordType.A);
    private static final Answer ADDRESS =
            Answer.of(new ResourceRecord.Address(InetAddress.ofLiteral("192.0.2.1")));

    private final NameCache cache =
            new NameCache(
                    Limits.HostNames.STANDARD
                            .withNumbers(3, 1, 1)
                            .withLives(
                                    new Limits.NameLives(
                                            Duration.ofSeconds(2),
                                            Duration.ofSeconds(100),
                                            Duration.ofSeconds(30),
                                            Duration.ofSeconds(5))));
    private long now = -7_000_000_000L;

    private void remember(Answer answer, long seconds) {
        cache.remember(QUESTION, new Reply(answer, Duration.ofSeconds(seconds)), now);
    }

    /// How many whole seconds it is remembered from now on.
    private int life() {
        for (int seconds = 0; seconds < 1_000; seconds++) {
            if (cache.remembered(QUESTION, now + seconds * 1_000_000_000L) == null) {
                return seconds;
            }
        }
        return 1_000;
    }

    @Test
    void anAnswerHoldsAsLongAsItSaysWithinOurBounds() {
        long[][] toldAndKept = {{0, 2}, {1, 2}, {60, 60}, {100, 100}, {86_400, 100}};
        for (long[] one : toldAndKept) {
            remember(ADDRESS, one[0]);
            assertThat(life()).as("told " + one[0]).isEqualTo((int) one[1]);
        }
    }

    @Test
    void thatSomethingIsNotThereHasABoundOfItsOwn() {
        for (Answer answer : new Answer[] {Answer.NO_DATA, Answer.NO_NAME}) {
            remember(answer, 10);
            assertThat(life()).isEqualTo(10);
            remember(answer, 3_600);
            assertThat(life()).isEqualTo(30);
            remember(answer, 0);
            assertThat(life()).isEqualTo(2);
        }
    }

    @Test
    void aFailureIsRememberedShortly() {
        remember(Answer.FAILED, 0);
        assertThat(life()).isEqualTo(5);
    }

    @Test
    void namesAreTheSameInAnyCaseAndWithADotAtTheEnd() {
        remember(ADDRESS, 10);
        assertThat(cache.remembered(new Question("example.org", RecordType.A), now))
                .isEqualTo(ADDRESS);
        assertThat(cache.remembered(new Question("example.org", RecordType.AAAA), now)).isNull();
    }

    @Test
    void theOneThatWasUsedLongestAgoMakesRoom() {
        for (int i = 0; i < 3; i++) {
            cache.remember(name(i), new Reply(ADDRESS, Duration.ofSeconds(10)), now);
        }
        cache.remembered(name(0), now);
        cache.remember(name(3), new Reply(ADDRESS, Duration.ofSeconds(10)), now);
        assertThat(cache.remembered(name(0), now)).isNotNull();
        assertThat(cache.remembered(name(1), now)).isNull();
        assertThat(cache.list(now)).hasSize(3);
    }

    private static Question name(int i) {
        return new Question("n" + i + ".example", RecordType.A);
    }

    @Test
    void whatIsRememberedCanBeSeenWithTheTimeThatIsLeft() {
        remember(ADDRESS, 10);
        now += 4_000_000_000L;
        assertThat(cache.list(now))
                .containsExactly(new KnownName(QUESTION, ADDRESS, Duration.ofSeconds(6)));
        now += 6_000_000_000L;
        assertThat(cache.list(now)).isEmpty();
    }
}
