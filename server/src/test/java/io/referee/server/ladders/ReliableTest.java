package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Reliable provisional responses (RFC 3262) on either leg alone, on both and on none.
class ReliableTest {
    private static final String HANGING_UP =
            """
            +1s
            a1> BYE
            a1< 200 BYE
            b< BYE
            b> 200
            """;

    /// RFC 3262 §3.
    @TestFactory
    Stream<DynamicTest> aCallerThatSupportsItGetsEarlyMediaReliably() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE Supported:*100rel* Require:none
                b> 180
                a1< 180 RSeq:none Require:none
                b> 183 answer=b
                a1< 183 answer=b RSeq:* Require:100rel
                a1> PRACK
                a1< 200 PRACK
                +1s
                b> 200
                b< ACK
                a1< 200 INVITE answer=none
                a1> ACK
                """
                        + HANGING_UP,
                World.usual());
    }

    /// RFC 3262 §3: everything but 100 is reliable then.
    @TestFactory
    Stream<DynamicTest> aCallerThatRequiresItGetsEverythingReliably() {
        return inOrder(
                """
                a1> INVITE to:bob Require:100rel
                b< INVITE Require:none
                b> 180
                a1< 180 RSeq:* Require:100rel answer=none
                a1> PRACK
                a1< 200 PRACK
                b> 200
                b< ACK
                a1< 200 INVITE answer=b
                a1> ACK
                """
                        + HANGING_UP,
                World.usual());
    }

    /// RFC 3262 §4.
    @TestFactory
    Stream<DynamicTest> aCalleeThatSendsReliablyIsAcknowledgedAtOnce() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 183 answer=b Require:100rel RSeq:1
                b< PRACK RAck:"1 1 INVITE" offer=none
                b> 200 PRACK
                a1<? 183 answer=b RSeq:none Require:none
                +1s
                b> 200 INVITE answer=none
                b< ACK
                a1< 200 INVITE answer=b
                a1> ACK
                """
                        + HANGING_UP,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> bothSidesMayBeReliable() {
        return everyWay(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b Require:100rel RSeq:77
                b< PRACK RAck:"77 1 INVITE"
                b> 200 PRACK
                a1< 183 answer=b RSeq:*
                a1> PRACK
                a1< 200 PRACK
                +1s
                b> 200 INVITE answer=none
                b< ACK
                a1< 200 INVITE answer=none
                a1> ACK
                """
                        + HANGING_UP,
                World.usual());
    }

    /// RFC 3262 §4: what is missing is waited for, what came before is dropped.
    @TestFactory
    Stream<DynamicTest> reliableResponsesAreTakenOnceAndInOrder() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 183 answer=b Require:100rel RSeq:5
                b< PRACK RAck:"5 1 INVITE"
                b> 200 PRACK
                a1< 183 answer=b
                b> 181 Require:100rel RSeq:7
                b> 180 Require:100rel RSeq:6
                b< PRACK RAck:"6 1 INVITE"
                b> 200 PRACK
                a1< 180 answer=none
                +1s
                b< PRACK RAck:"7 1 INVITE"
                b> 200 PRACK
                a1< 181 answer=none
                b> 486 INVITE
                b< ACK
                a1< 486
                """,
                World.usual());
    }

    /// RFC 3262 §3: the second response waits for the PRACK of the first.
    @TestFactory
    Stream<DynamicTest> oneReliableResponseWaitsForThePrackOfTheOther() {
        return inOrder(
                """
                a1> INVITE to:bob Require:100rel
                b< INVITE
                b> 180
                a1< 180
                b> 183 answer=b
                +200ms
                a1> PRACK
                a1< 200 PRACK
                a1< 183 answer=b
                a1> PRACK
                a1< 200 PRACK
                b> 486 INVITE
                b< ACK
                a1< 486
                """,
                World.usual());
    }

    /// RFC 3262 §3.
    @TestFactory
    Stream<DynamicTest> aPrackForNothingIsRefused() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b
                a1< 183
                a1> PRACK RAck:"1 1 INVITE"
                a1< 481 PRACK
                a1> PRACK
                a1< 200 PRACK
                a1> PRACK
                a1< 481 PRACK
                b> 486 INVITE
                b< ACK
                a1< 486
                """,
                World.usual());
    }

    /// RFC 3262 §3: 64*T1, then a 5xx.
    @TestFactory
    Stream<DynamicTest> aCallerThatNeverAcknowledgesIsRefused() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b
                a1< 183
                +31s
                +900ms
                a1< 504
                b< CANCEL Reason:*504*
                b> 487 INVITE
                b< ACK
                """,
                World.usual());
    }

    /// RFC 3262 §3: no 2xx before the description of the 183 was acknowledged.
    @TestFactory
    Stream<DynamicTest> theAnswerWaitsForThePrack() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b
                a1< 183
                b> 200
                b< ACK
                +2s
                a1> PRACK
                a1< 200 PRACK
                a1< 200 INVITE answer=none
                a1> ACK
                """
                        + HANGING_UP,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCallerMayGiveUpWhileTheAnswerWaits() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b
                a1< 183
                b> 200
                b< ACK
                +1s
                a1> CANCEL
                a1< 487
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCalleeMayHangUpWhileItsAnswerWaits() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b
                a1< 183
                b> 200
                b< ACK
                +1s
                b> BYE
                b< 200 BYE
                a1< 480
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anAnswerThatWaitsForEverEndsTheCall() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b
                a1< 183
                b> 200
                b< ACK
                +31s
                +900ms
                a1< 504
                b< BYE
                b> 200
                """,
                World.usual());
    }

    /// RFC 3261 §13.2.1: a different answer comes in a dialog of its own.
    @TestFactory
    Stream<DynamicTest> theSecondPhoneWinsInADialogOfItsOwn() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                bb< INVITE
                b> 183 answer=b Require:100rel RSeq:1
                b< PRACK
                b> 200 PRACK
                a1< 183 answer=b
                a1> PRACK
                a1< 200 PRACK
                bb> 183 answer=bb
                a1< 183 answer=bb
                a1> PRACK
                a1< 200 PRACK
                bb> 200
                bb< ACK
                b< CANCEL
                b> 487 INVITE
                b< ACK
                a1< 200 INVITE answer=none
                a1> ACK
                +1s
                a1> re-INVITE dir=sendonly
                bb< re-INVITE offer=a1
                bb> 200
                bb< ACK
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

    /// The same without PRACK, and the winner never rang.
    @TestFactory
    Stream<DynamicTest> aWinnerThatShowedNothingDoesNotAnswerInTheDialogOfAnother() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                bb< INVITE
                b> 183 answer=b
                a1< 183 answer=b
                a1> PRACK
                a1< 200 PRACK
                bb> 200
                bb< ACK
                b< CANCEL
                b> 487 INVITE
                b< ACK
                a1< 200 INVITE answer=bb
                a1> ACK
                +1s
                bb> BYE
                bb< 200
                a1< BYE
                a1> 200
                """,
                World.usual().phone("bb", "bob"));
    }

    /// RFC 3262 §5: the offer of a 183 is answered in the PRACK.
    @TestFactory
    Stream<DynamicTest> anOfferInA183IsAnsweredInThePracks() {
        return everyWay(
                """
                a1> INVITE to:bob offer=none Supported:100rel
                b< INVITE offer=none Supported:*100rel*
                b> 183 offer=b Require:100rel RSeq:9
                a1< 183 offer=b RSeq:*
                a1> PRACK answer=a1
                a1< 200 PRACK
                b< PRACK answer=a1
                b> 200 PRACK
                +1s
                b> 200 INVITE answer=none
                b< ACK offer=none
                a1< 200 INVITE offer=none
                a1> ACK
                """
                        + HANGING_UP,
                World.usual());
    }

    /// Whoever cannot answer in a PRACK is not asked to.
    @TestFactory
    Stream<DynamicTest> anOfferlessCallerWithoutItKeepsItFromTheCallee() {
        return everyWay(
                """
                a1> INVITE to:bob offer=none
                b< INVITE offer=none Supported:!*100rel*
                b> 200
                a1< 200 offer=b
                a1> ACK
                b< ACK answer=a1
                """
                        + HANGING_UP,
                World.usual());
    }
}
