package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// Offers within a call.
class ReinviteTest {
    @TestFactory
    Stream<DynamicTest> holdByInactive() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=inactive
                {other}< re-INVITE offer={one}
                {other}> 200
                {other}< ACK
                {one}< 200 answer={other} dir=inactive
                {one}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> holdTheOldWayIsSaidInTodaysWords() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE address=0.0.0.0 dir=none
                {other}< re-INVITE address=0.0.0.0 dir=inactive
                {other}> 200
                {other}< ACK
                {one}< 200 answer={other}
                {one}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> bothHoldAndResume() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> re-INVITE dir=sendonly
                b< re-INVITE dir=sendonly
                b> 200
                b< ACK
                a1< 200 dir=recvonly
                a1> ACK
                +1s
                b> re-INVITE dir=inactive
                a1< re-INVITE offer=b
                a1> 200
                a1< ACK
                b< 200 answer=a1
                b> ACK
                +1s
                a1> re-INVITE
                b< re-INVITE offer=a1
                b> 200 dir=recvonly
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> mediaMayMove() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE port=6000 formats=8
                {other}< re-INVITE offer={one} port=6000 formats=8
                {other}> 200
                {other}< ACK
                {one}< 200 answer={other} formats=8
                {one}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> aRefusedReinviteKeepsTheCall() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=sendonly
                {other}< re-INVITE
                {other}> 488
                {other}< ACK
                {one}< 488
                +1s
                {one}> re-INVITE dir=sendonly
                {other}< re-INVITE offer={one}
                {other}> 200
                {other}< ACK
                {one}< 200 answer={other}
                {one}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> refusalsThatWouldEndTheSendersDialogAreSoftened() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE
                {other}< re-INVITE
                {other}> 481
                {other}< ACK
                {one}< 500
                {other}< BYE
                {other}> 481
                {one}< BYE
                {one}> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> reinvitesThatCrossAreBothRefused() {
        return inOrder(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=sendonly
                {other}> re-INVITE dir=sendonly
                {other}< re-INVITE
                {other}< 491
                {other}> 491
                {other}< ACK
                {one}< 491
                +1s
                == Later it works
                {other}> re-INVITE dir=sendonly
                {one}< re-INVITE offer={other}
                {one}> 200
                {one}< ACK
                {other}< 200 answer={one}
                {other}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> aReinviteWhileAnotherIsOnItsWayIsRefused() {
        return inOrder(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=sendonly
                {other}< re-INVITE
                {other}> re-INVITE dir=sendonly
                {other}< 491
                {other}> 200 INVITE
                {other}< ACK
                {one}< 200 answer={other}
                {one}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> aReinviteIsCancelled() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=sendonly
                {other}< re-INVITE
                {other}> 180
                +10ms
                {one}> CANCEL
                {one}< 487
                {other}< CANCEL
                {other}> 487
                {other}< ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> anAnswerThatCrossesACancelledReinviteIsTakenBack() {
        return inOrder(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=sendonly port=6000
                {other}< re-INVITE
                {other}> 180
                +10ms
                {one}> CANCEL
                {other}> 200
                {other}< ACK
                {one}< 487
                {other}< re-INVITE dir=sendrecv
                {other}> 200
                {other}< ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> theCallEndsWhileAReinviteIsOnItsWay() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=sendonly
                {other}< re-INVITE
                {one}> BYE
                {one}<* 200 BYE
                {one}<* 487 INVITE
                {other}<* CANCEL
                {other}<* BYE
                {other}> 200 BYE
                {other}> 487 INVITE
                {other}< ACK
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> anOfferlessInvite() {
        return everyWay(
                """
                a1> INVITE to:bob offer=none
                b< INVITE offer=none
                b> 180
                a1<? 180
                b> 200
                a1< 200 offer=b
                a1> ACK
                b< ACK answer=a1
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anOfferlessInviteWithoutAnAnswerInTheAck() {
        return everyWay(
                """
                a1> INVITE to:bob offer=none
                b< INVITE offer=none
                b> 200
                a1< 200 offer=b
                a1> ACK answer=none
                b<* ACK
                b<* BYE Reason:*488*
                b> 200 BYE
                a1< BYE
                a1> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anOfferlessReinvite() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE offer=none
                {other}< re-INVITE offer=none
                {other}> 200
                {one}< 200 offer={other}
                {one}> ACK
                {other}< ACK answer={one}
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> anUpdateWithAnOffer() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> UPDATE dir=sendonly
                {other}< UPDATE offer={one}
                {other}> 200
                {one}< 200 answer={other} dir=recvonly
                +1s
                {one}> UPDATE offer={one}
                {other}< UPDATE offer={one}
                {other}> 200
                {one}< 200 answer={other} dir=sendrecv
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> anUpdateWithoutABody() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> UPDATE
                {other}< UPDATE offer=none
                {other}> 200
                {one}< 200 offer=none
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> aRefusedUpdateKeepsTheCall() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> UPDATE dir=sendonly
                {other}< UPDATE
                {other}> 488
                {one}< 488
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> updatesThatCrossAreBothRefused() {
        return inOrder(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> UPDATE dir=sendonly
                {other}> UPDATE dir=sendonly
                {other}< UPDATE
                {other}< 491
                {other}> 491
                {one}< 491
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }
}
