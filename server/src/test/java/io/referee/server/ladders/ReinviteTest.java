package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// re-INVITEs that are refused, cross, or are given up.
class ReinviteTest {
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
                {one}> re-INVITE dir=sendonly
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
    Stream<DynamicTest> aReinviteShowsThatOnlyTheAckWasLost() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                +100ms
                a1> re-INVITE dir=sendonly
                b< re-INVITE dir=sendonly
                b> 200
                b< ACK
                a1< 200 answer=b
                a1> ACK
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }
}
