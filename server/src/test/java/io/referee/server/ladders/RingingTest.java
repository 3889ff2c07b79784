package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// Provisional responses, and several phones of one account.
class RingingTest {
    @TestFactory
    Stream<DynamicTest> earlyMediaThenRingingThenTheAnswer() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 183 answer=b
                a1<? 183 answer=b
                b> 180
                a1<? 180
                b> 200
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
    Stream<DynamicTest> theAnswerMayDifferFromTheEarlyMedia() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 183 answer=b port=7000
                a1<? 183 answer=b
                b> 200 port=7002
                b< ACK
                a1< 200 answer=b port=7002
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
    Stream<DynamicTest> everyProvisionalResponseCrosses() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1<? 180 answer=none
                b> 181 reason="Call Is Being Forwarded"
                a1<? 181
                b> 182
                a1<? 182
                b> 183
                a1<? 183 answer=none
                b> 200
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
    Stream<DynamicTest> allPhonesRingAndTheFirstThatAnswersWins() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                bb< INVITE offer=a1
                b> 180
                a1<? 180
                bb> 180
                +10ms
                bb> 200
                bb< ACK
                b< CANCEL Reason:*200*
                b> 487
                b< ACK
                a1< 200 answer=bb
                a1> ACK
                +1s
                bb> BYE
                bb< 200
                a1< BYE
                a1> 200
                """,
                World.usual().phone("bb", "bob"));
    }

    @TestFactory
    Stream<DynamicTest> eachPhoneWithEarlyMediaHasADialogOfItsOwn() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                bb< INVITE
                b> 183 answer=b
                a1<? 183 answer=b
                bb> 183 answer=bb
                a1<? 183 answer=bb
                bb> 200
                bb< ACK
                b< CANCEL
                b> 487
                b< ACK
                a1< 200 answer=bb
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                bb< BYE
                bb> 200
                """,
                World.usual().phone("bb", "bob"));
    }

    @TestFactory
    Stream<DynamicTest> ofSeveralFailuresTheCallerHearsTheBest() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                bb< INVITE
                b> 500
                b< ACK
                bb> 486
                bb< ACK
                a1< 486
                """,
                World.usual().phone("bb", "bob"));
    }

    @TestFactory
    Stream<DynamicTest> whenOnePhoneDeclinesForEverybodyTheOthersStopRinging() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                bb< INVITE
                bb> 180
                a1<? 180
                b> 603
                b< ACK
                bb< CANCEL
                bb> 487
                bb< ACK
                a1< 603
                """,
                World.usual().phone("bb", "bob"));
    }

    @TestFactory
    Stream<DynamicTest> aPhoneThatAnswersTooLateIsHungUp() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                bb< INVITE
                b> 180
                bb> 180
                a1<? 180
                b> 200
                bb> 200
                b< ACK
                bb< ACK
                bb< BYE
                bb> 200
                a1< 200 answer=b
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual().phone("bb", "bob"));
    }

    @TestFactory
    Stream<DynamicTest> nobodyAnswersInTime() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1<? 180
                +20s
                b< CANCEL Reason:*408*
                b> 487
                b< ACK
                a1< 408
                """,
                World.usual().ringLimit(Duration.ofSeconds(20)));
    }

    @TestFactory
    Stream<DynamicTest> aPhoneThatSaysNothingAtAll() {
        return plainly(
                """
                a1> INVITE to:bob
                +33s
                a1< 408
                """,
                World.usual().unplugged("b"));
    }

    @TestFactory
    Stream<DynamicTest> aPhoneThatOnlySaysThatItTries() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                +180s
                b< CANCEL
                b> 487
                b< ACK
                a1< 408
                """,
                World.usual());
    }
}
