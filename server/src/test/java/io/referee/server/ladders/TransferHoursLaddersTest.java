package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;

import io.referee.server.transfer.TransferLimits.Hours;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// When calls may be transferred, and how many legs an account may pay for (`transfers.md` F.6).
class TransferHoursLaddersTest {
    private static final String REFUSED =
            "a1> REFER Refer-To:carol\na1< 603 Warning:\"399 *%s*\"\n";

    private static final String JOINED =
            CAROL_IS_CALLED + CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES + BOB_ENDS_IT_WITH_CAROL;

    private static World legs(int most) {
        return TransferRuleLaddersTest.limits(limits -> limits.legs(most));
    }

    /// Open from twenty seconds after the first transfer was asked for.
    private static World opening() {
        AtomicReference<Instant> first = new AtomicReference<>();
        Hours hours =
                new Hours(
                        "later",
                        now -> {
                            first.compareAndSet(null, now);
                            return !now.isBefore(first.get().plusSeconds(20));
                        });
        return TransferRuleLaddersTest.limits(limits -> limits.hours(hours));
    }

    @TestFactory
    @DisplayName("F.6: at another time nothing is transferred, and the call goes on")
    Stream<DynamicTest> atAnotherTime() {
        return TransferPlaying.everyWay(
                REFUSED.formatted("other times") + BOB_ENDS_IT_WITH_ALICE,
                TransferRuleLaddersTest.limits(
                        limits -> limits.hours(new Hours("never", _ -> false))));
    }

    @TestFactory
    @DisplayName("F.6: the same for an attended transfer, and over HTTP")
    Stream<DynamicTest> whateverTheDoor() {
        return TransferPlaying.inOrder(
                """
                api> transfer leg=a1 to=carol
                api< 603
                a2> INVITE to:carol
                c< INVITE offer=a2
                c> 200
                c< ACK
                a2< 200 answer=c
                a2> ACK
                a1> REFER Refer-To:carol?Replaces=[a2]
                a1< 603
                a2> BYE
                a2< 200
                c< BYE
                c> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                TransferRuleLaddersTest.limits(
                        limits -> limits.hours(new Hours("never", _ -> false))));
    }

    @TestFactory
    @DisplayName("F.6: when the time has come it is transferred")
    Stream<DynamicTest> whenTheTimeHasCome() {
        return Playing.plainly(
                TransferPlaying.ALICE_CALLED + REFUSED.formatted("other times") + "+20s\n" + JOINED,
                opening());
    }

    @TestFactory
    @DisplayName("F.6: an account that pays for as many legs as it may transfers to nobody else")
    Stream<DynamicTest> anAccountThatPaysForManyLegs() {
        return Playing.everyWay(
                TransferPlaying.ALICE_CALLED
                        + REFUSED.formatted("pays for 1 legs already")
                        + BOB_ENDS_IT_WITH_ALICE,
                legs(1));
    }

    @TestFactory
    @DisplayName(
            "F.6: with one leg more it does; and calls that it is not charged for do not count")
    Stream<DynamicTest> withOneLegMore() {
        return Stream.concat(
                Playing.everyWay(TransferPlaying.ALICE_CALLED + JOINED, legs(2)),
                Playing.everyWay(TransferPlaying.BOB_CALLED + JOINED, legs(1)));
    }
}
