package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The caller gives up.
class CancelTest {
    @TestFactory
    Stream<DynamicTest> byByeBeforeTheAnswer() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                a1> BYE
                a1<* 200 BYE
                a1<* 487 INVITE
                b< CANCEL
                b> 487
                b< ACK
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> updateAndInfoBeforeTheAnswerHaveToWait() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                a1> UPDATE dir=sendonly
                a1< 500 Retry-After:*
                a1> INFO body=x
                a1< 491
                a1> OPTIONS
                a1< 200 OPTIONS
                a1> REFER Refer-To:carol
                a1< 603
                b> UPDATE dir=sendonly
                b< 491
                b> OPTIONS
                b< 200 OPTIONS
                b> REFER Refer-To:carol
                b< 603
                b> 486 INVITE
                b< ACK
                a1< 486
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> beforeAnybodyRings() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                a1> CANCEL
                b< CANCEL
                b> 487
                b< ACK
                a1< 487
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> whileItRings() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1<? 180
                +3s
                a1> CANCEL
                b< CANCEL
                b> 487
                b< ACK
                a1< 487
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aReasonCrosses() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1<? 180
                a1> CANCEL Reason:"SIP;cause=200;text=\\"Call completed elsewhere\\""
                b< CANCEL Reason:*cause=200*
                b> 487
                b< ACK
                a1< 487
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> allPhonesStopRinging() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                bb< INVITE
                b> 180
                a1<? 180
                bb> 180
                +10ms
                a1> CANCEL
                b< CANCEL
                b> 487
                b< ACK
                bb< CANCEL
                bb> 487
                bb< ACK
                a1< 487
                """,
                World.usual().phone("bb", "bob"));
    }

    @TestFactory
    Stream<DynamicTest> anAnswerThatCrossesTheCancelIsHungUp() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                a1> CANCEL
                b> 200
                b< ACK
                b< BYE
                b> 200
                a1< 487
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCancelThatComesAfterTheAnswerChangesNothing() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                b> 200
                a1> CANCEL
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
    Stream<DynamicTest> aPhoneThatIgnoresTheCancelIsForgotten() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1<? 180
                a1> CANCEL
                b< CANCEL
                a1< 487
                +70s
                """,
                World.usual());
    }
}
