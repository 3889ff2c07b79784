package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A proxy in front of the callee forks our INVITE: the legs b1, b2 ... answer it with To tags of
/// their own (RFC 3261 §12.1.2, §13.2.2).
class ForkTest {
    private static World forked() {
        return World.usual().forking("b");
    }

    @TestFactory
    Stream<DynamicTest> ofTwoEarlyDialogsTheSecondAnswers() {
        return everyWay(
                """
                a1> INVITE to:bob
                b1< INVITE offer=a1
                b2< INVITE offer=a1
                b1> 180
                a1<? 180
                b2> 183 answer=b2
                a1<? 183 answer=b2
                +1s
                b2> 200
                b2< ACK
                a1< 200 answer=b2
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b2< BYE
                b2> 200
                """,
                forked());
    }

    @TestFactory
    Stream<DynamicTest> eachEarlyMediaIsShownInADialogOfItsOwn() {
        return inOrder(
                """
                a1> INVITE to:bob
                b1< INVITE
                b2< INVITE
                b1> 183 answer=b1
                a1< 183 answer=b1
                b2> 183 answer=b2
                a1< 183 answer=b2
                b2> 200
                b2< ACK
                a1< 200 answer=b2
                a1> ACK
                +1s
                b2> BYE
                b2< 200
                a1< BYE
                a1> 200
                """,
                forked());
    }

    @TestFactory
    Stream<DynamicTest> aSecondAnswerIsAcknowledgedAndHungUpAtOnce() {
        return everyWay(
                """
                a1> INVITE to:bob
                b1< INVITE
                b2< INVITE
                b2> 180
                a1<? 180
                +1s
                b1> 200
                b1< ACK
                a1< 200 answer=b1
                a1> ACK
                b2> 200
                b2< ACK
                b2< BYE
                b2> 200
                +1s
                a1> BYE
                a1< 200 BYE
                b1< BYE
                b1> 200
                """,
                forked());
    }

    @TestFactory
    Stream<DynamicTest> twoAnswersCross() {
        return inOrder(
                """
                a1> INVITE to:bob
                b1< INVITE
                b2< INVITE
                b3< INVITE
                b1> 180
                a1< 180
                b1> 200
                b2> 200
                b3> 200
                b1< ACK
                b2< ACK
                b2< BYE
                b2> 200
                b3< ACK
                b3< BYE
                b3> 200
                a1< 200 answer=b1
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b1< BYE
                b1> 200
                """,
                forked());
    }

    @TestFactory
    Stream<DynamicTest> answersThatCrossTheCancelAreHungUp() {
        return inOrder(
                """
                a1> INVITE to:bob
                b1< INVITE
                b2< INVITE
                b1> 180
                a1< 180
                b2> 180
                +1s
                a1> CANCEL
                b1> 200
                b2> 200
                b1< ACK
                b1< BYE
                b1> 200
                b2< ACK
                b2< BYE
                b2> 200
                a1< 487
                """,
                forked());
    }

    @TestFactory
    Stream<DynamicTest> anAnswerLongAfterTheCancelIsHungUpToo() {
        return inOrder(
                """
                a1> INVITE to:bob
                b1< INVITE
                b2< INVITE
                b1> 180
                a1< 180
                a1> CANCEL
                b1< CANCEL
                b2< CANCEL
                a1< 487
                +33s
                b2> 200
                b2< ACK
                b2< BYE
                b2> 200
                """,
                forked());
    }

    @TestFactory
    Stream<DynamicTest> anEarlyDialogThatEndsWith199LeavesTheOther() {
        return inOrder(
                """
                a1> INVITE to:bob
                b1< INVITE
                b2< INVITE
                b1> 180
                a1< 180
                b2> 180
                b1> 199 reason="Early Dialog Terminated"
                b1> 180
                b1> OPTIONS
                b1< 481
                +1s
                b2> 200
                b2< ACK
                a1< 200 answer=b2
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b2< BYE
                b2> 200
                """,
                forked());
    }

    @TestFactory
    Stream<DynamicTest> anEarlyDialogThatEndsWithByeLeavesTheOther() {
        return inOrder(
                """
                a1> INVITE to:bob
                b1< INVITE
                b2< INVITE
                b1> 180
                a1<? 180
                b2> 180
                +5s
                b1> BYE
                b1< 200 BYE
                b2> 200
                b2< ACK
                a1< 200 answer=b2
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b2< BYE
                b2> 200
                """,
                forked());
    }

    @TestFactory
    Stream<DynamicTest> requestsReachTheEarlyDialogThatTheyNameAndNoOther() {
        return inOrder(
                """
                a1> INVITE to:bob
                b1< INVITE
                b2< INVITE
                b1> 180
                a1< 180
                b2> 180
                b1> OPTIONS
                b1< 200 OPTIONS
                b2> OPTIONS
                b2< 200 OPTIONS
                b2> INFO body=x
                b2< 491
                b1> UPDATE dir=sendonly
                b1< 491
                b2> 200 INVITE
                b2< ACK
                a1< 200 answer=b2
                a1> ACK
                b1> OPTIONS
                b1< 481
                b1> BYE
                b1< 200 BYE
                b2> OPTIONS
                b2< 200 OPTIONS
                +1s
                a1> BYE
                a1< 200 BYE
                b2< BYE
                b2> 200
                """,
                forked());
    }

    @TestFactory
    Stream<DynamicTest> aFailureEndsAllEarlyDialogs() {
        return inOrder(
                """
                a1> INVITE to:bob
                b1< INVITE
                b2< INVITE
                b1> 180
                a1< 180
                b2> 180
                b2> 486
                b2< ACK
                a1< 486
                b1> OPTIONS
                b1< 481
                """,
                forked());
    }
}
