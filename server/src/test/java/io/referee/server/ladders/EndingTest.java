package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/// How calls that were answered end.
class EndingTest {
    @TestFactory
    Stream<DynamicTest> eitherPartyHangsUp() {
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
                {one}> BYE Reason:"Q.850;cause=16"
                {one}< 200
                {other}< BYE Reason:"Q.850;cause=16"
                {other}> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> bothHangUpAtOnce() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> BYE
                b> BYE
                a1< 200
                b< BYE
                b> 200
                b< 200 BYE
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCallerWhoHangsUpInsteadOfAcknowledging() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200 answer=b
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aPhoneThatForgotTheCallAnswersByeWith481() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                b< BYE
                b> 481
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aPhoneThatNeverAnswersBye() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                b< BYE
                +40s
                """,
                World.usual());
    }

    /// Two legs, and no more than a hundred questions a second.
    @TestFactory
    Stream<DynamicTest> whereThereAreManyEachIsAskedLessOften() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +20ms
                a1< OPTIONS
                a1> 200
                b< OPTIONS
                b> 200
                +19ms
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """,
                World.usual().probing(Duration.ofMillis(5)));
    }

    @TestFactory
    Stream<DynamicTest> theProbeFindsAPhoneThatIsGone() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                +39s
                a1< OPTIONS
                a1> 200
                b< OPTIONS
                +32s
                a1< BYE Reason:*408*
                a1> 200
                b< BYE
                b> 200
                """,
                World.usual().probing(Duration.ofSeconds(40)));
    }

    @TestFactory
    Stream<DynamicTest> theProbeFindsAPhoneThatForgotTheCall() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                +39s
                b< OPTIONS
                b> 481
                a1< OPTIONS
                a1> 200
                a1< BYE
                a1> 200
                b< BYE
                b> 481
                """,
                World.usual().probing(Duration.ofSeconds(40)));
    }

    @TestFactory
    Stream<DynamicTest> phonesThatAnswerTheProbeGoOnTalking() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                +39s
                a1< OPTIONS
                a1> 200
                b< OPTIONS
                b> 405                      # it lives
                +40s
                a1< OPTIONS
                a1> 200
                b< OPTIONS
                b> 200
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual().probing(Duration.ofSeconds(40)));
    }

    @TestFactory
    Stream<DynamicTest> theApiHangsUp() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                api> hangup leg=a1
                api< 200
                a1< BYE
                a1> 200
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> theApiHangsUpACallThatRings() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1<? 180
                api> hangup leg=b
                api< 200
                b< CANCEL
                b> 487
                b< ACK
                a1< 480
                """,
                World.usual());
    }
}
