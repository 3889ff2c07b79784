package io.referee.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class AvoidListTest {
    private static final Hop ONE = Hop.udp(Hosts.address("192.0.2.1", 5060));
    private static final Hop TWO = Hop.udp(Hosts.address("192.0.2.2", 5060));
    private static final Hop THREE = Hop.udp(Hosts.address("192.0.2.3", 5060));
    private static final List<Hop> ALL = List.of(ONE, TWO, THREE);

    private final AvoidList list =
            new AvoidList(
                    new AvoidList.Terms(
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(10),
                            Duration.ofHours(1),
                            3));
    private Instant now = Instant.EPOCH;

    private void pass(long seconds) {
        now = now.plusSeconds(seconds);
    }

    private boolean avoided(Hop target) {
        Hop other = target.equals(TWO) ? ONE : TWO;
        return list.sorted(List.of(target, other), now).getFirst().equals(other);
    }

    /// For how long the target is avoided from now on.
    private long seconds(Hop target) {
        return list.list(now).stream()
                .filter(one -> one.target().equals(target))
                .mapToLong(one -> Duration.between(now, one.until()).toSeconds())
                .findFirst()
                .orElse(0);
    }

    @Test
    void whatFailedIsTriedLastForAWhile() {
        assertThat(list.sorted(ALL, now)).isEqualTo(ALL);
        list.failed(ONE, now);
        assertThat(list.sorted(ALL, now)).containsExactly(TWO, THREE, ONE);
        pass(29);
        assertThat(avoided(ONE)).isTrue();
        pass(1);
        assertThat(list.sorted(ALL, now)).isEqualTo(ALL);
    }

    @Test
    void whereAllFailedTheOneThatIsDueSoonestComesFirst() {
        list.failed(ONE, now, Duration.ofSeconds(100));
        list.failed(TWO, now);
        list.failed(THREE, now, Duration.ofSeconds(50));
        assertThat(list.sorted(ALL, now)).containsExactly(TWO, THREE, ONE);
    }

    @Test
    void theTimeDoublesWithEachFailureUpToALimit() {
        for (long expected : new long[] {30, 60, 120, 240, 480, 600, 600}) {
            list.failed(ONE, now);
            assertThat(seconds(ONE)).isEqualTo(expected);
            pass(expected);
        }
    }

    @Test
    void manyFailuresAtOnceAreOne() {
        for (int i = 0; i < 100; i++) {
            list.failed(ONE, now);
        }
        assertThat(seconds(ONE)).isEqualTo(30);
        assertThat(list.list(now).getFirst().failures()).isEqualTo(1);
    }

    @Test
    void successEndsItAndHalvesWhatIsRemembered() {
        for (int i = 0; i < 4; i++) {
            list.failed(ONE, now);
            pass(600);
        }
        list.failed(ONE, now);
        list.worked(ONE, now);
        assertThat(avoided(ONE)).isFalse();
        assertThat(list.list(now).getFirst().failures()).isEqualTo(2);
        list.worked(ONE, now);
        list.worked(ONE, now);
        assertThat(list.list(now)).isEmpty();
    }

    @Test
    void timeHalvesAndForgets() {
        for (int i = 0; i < 4; i++) {
            list.failed(ONE, now);
            pass(seconds(ONE));
        }
        pass(600);
        assertThat(list.list(now).getFirst().failures()).isEqualTo(2);
        pass(600);
        assertThat(list.list(now).getFirst().failures()).isEqualTo(1);
        pass(600);
        assertThat(list.list(now)).isEmpty();
    }

    /// RFC 3261 §20.33, §21.5.4.
    @Test
    void retryAfterIsHonouredWithinReason() {
        list.failed(ONE, now, Duration.ofSeconds(90));
        assertThat(seconds(ONE)).isEqualTo(90);
        list.failed(TWO, now, Duration.ofSeconds(1));
        assertThat(seconds(TWO)).as("not shorter than usual").isEqualTo(30);
        list.failed(THREE, now, Duration.ofDays(400));
        assertThat(seconds(THREE)).isEqualTo(3600);
    }

    @Test
    void theListIsBoundedAndTheOneThatIsDueSoonestGoes() {
        list.failed(ONE, now, Duration.ofSeconds(100));
        list.failed(TWO, now);
        list.failed(THREE, now, Duration.ofSeconds(100));
        Hop four = Hop.udp(Hosts.address("192.0.2.4", 5060));
        list.failed(four, now);
        assertThat(list.list(now))
                .extracting(AvoidList.Avoided::target)
                .containsExactlyInAnyOrder(ONE, THREE, four);
    }

    @Test
    void transportsAreDifferentTargetsAndConnectionsAreNot() {
        list.failed(Hop.tcp(ONE.address()), now);
        assertThat(avoided(ONE)).isFalse();
        Hop connected = new Hop(Hop.tcp(ONE.address()).transport(), ONE.address(), 7);
        assertThat(avoided(connected)).isTrue();
        list.worked(connected, now);
        assertThat(list.list(now)).isEmpty();
    }
}
