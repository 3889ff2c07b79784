package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;
import io.referee.server.event.DialPlanFact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// How many calls the accounts of one owner may place, at a time and in a day.
class OwnerLimitLaddersTest {
    private static World limited(int calls, int perDay, String words) {
        return World.usual()
                .prepared(core -> core.limits().most(calls, perDay))
                .events(
                        events ->
                                assertThat(events)
                                        .extracting(event -> event.fact())
                                        .filteredOn(DialPlanFact.Failed.class::isInstance)
                                        .extracting(fact -> ((DialPlanFact.Failed) fact).text())
                                        .singleElement()
                                        .asString()
                                        .contains(words));
    }

    @TestFactory
    @DisplayName("the last call of the day is followed by 480, and the owner is told why")
    Stream<DynamicTest> theDayIsFull() {
        return Playing.everyWay(
                """
                a> INVITE to:bob
                b< INVITE offer=a
                b> 486
                b< ACK
                a< 486
                +1s
                a2> INVITE to:bob
                a2< 480
                """,
                limited(0, 1, "more than 1 calls in 24 hours (security.owner.callsPerDay)"));
    }

    @TestFactory
    @DisplayName(
            "one call more at a time is refused with 480; when one is over there may be another")
    Stream<DynamicTest> tooManyAtATime() {
        return Playing.everyWay(
                """
                a> INVITE to:bob
                b< INVITE offer=a
                b> 200
                b< ACK
                a< 200 answer=b
                a> ACK
                c> INVITE to:bob
                c< 480
                +1s
                a> BYE
                a< 200
                b< BYE
                b> 200
                +1s
                c2> INVITE to:bob
                b2< INVITE offer=c2
                b2> 486
                b2< ACK
                c2< 486
                """,
                limited(1, 0, "more than 1 calls at a time (security.owner.calls)"));
    }

    @TestFactory
    @DisplayName("a call counts until it is over, whatever becomes of the account that placed it")
    Stream<DynamicTest> theAccountIsRemoved() {
        return Playing.everyWay(
                """
                a> INVITE to:bob
                b< INVITE offer=a
                b> 200
                b< ACK
                a< 200 answer=b
                a> ACK
                +1s
                api> remove account=alice
                api< 200
                c> INVITE to:bob
                c< 480
                +1s
                b> BYE
                b< 200
                a< BYE
                a> 200
                +1s
                c2> INVITE to:bob
                b2< INVITE offer=c2
                b2> 486
                b2< ACK
                c2< 486
                """,
                limited(1, 0, "more than 1 calls at a time (security.owner.calls)"));
    }

    @TestFactory
    @DisplayName("calls that outlive a restart count, until they are over")
    Stream<DynamicTest> aRestartForgetsNone() {
        return Playing.everyWay(
                """
                a> INVITE to:bob
                b< INVITE offer=a
                b> 200
                b< ACK
                a< 200 answer=b
                a> ACK
                +2s
                api> kill
                api< 200
                c> INVITE to:bob
                c< 480
                +1s
                a> BYE
                a< 200
                b< BYE
                b> 200
                +1s
                c2> INVITE to:bob
                b2< INVITE offer=c2
                b2> 486
                b2< ACK
                c2< 486
                """,
                limited(1, 0, "more than 1 calls at a time (security.owner.calls)"));
    }

    @TestFactory
    @DisplayName("after a transfer the call still counts for the owner whose account placed it")
    Stream<DynamicTest> aTransferredCallStillCounts() {
        return Playing.everyWay(
                TransferPlaying.ALICE_CALLED
                        + TransferPlaying.CAROL_IS_CALLED
                        + TransferPlaying.CAROL_AND_BOB_ARE_JOINED
                        + TransferPlaying.ALICE_LEAVES
                        + """
                        +1s
                        d> INVITE to:alice
                        d< 480
                        +1s
                        b> BYE
                        b< 200
                        c< BYE Reason:none
                        c> 200
                        +1s
                        d2> INVITE to:alice
                        a2< INVITE offer=d2
                        a2> 486
                        a2< ACK
                        d2< 486
                        """,
                limited(1, 0, "more than 1 calls at a time (security.owner.calls)")
                        .transfer("alice", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("a transfer that the owner is asked about counts once, when its target is called")
    Stream<DynamicTest> aTransferCountsOnce() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                +3s
                api> decide accept
                api< 200
                c< INVITE offer=b dir=sendrecv
                """
                        + TransferPlaying.CAROL_AND_BOB_ARE_JOINED
                        + TransferPlaying.ALICE_LEAVES
                        + """
                        +1s
                        a2> INVITE to:bob
                        a2< 480
                        """
                        + TransferPlaying.BOB_ENDS_IT_WITH_CAROL,
                World.usual()
                        .transfer("alice", TransferMode.ASK)
                        .prepared(core -> core.limits().most(0, 2)));
    }
}
