package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// UPDATE (RFC 3311) while a call rings, and offers in a PRACK (RFC 3262 §5).
class EarlyUpdateTest {
    private static final String RINGING =
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
            """;

    private static final String ANSWERED =
            """
            +1s
            b> 200 INVITE answer=none
            b< ACK
            a1< 200 INVITE answer=none
            a1> ACK
            +1s
            a1> re-INVITE formats=0
            b< re-INVITE offer=a1
            b> 200
            b< ACK
            a1< 200 INVITE answer=b
            a1> ACK
            +1s
            a1> BYE
            a1< 200 BYE
            b< BYE
            b> 200
            """;

    /// RFC 3311 §5.1, §5.2.
    @TestFactory
    Stream<DynamicTest> theCallerMayUpdateWhileItRings() {
        return everyWay(
                RINGING
                        + """
                        a1> UPDATE dir=sendonly port=4500
                        b< UPDATE offer=a1 dir=sendonly
                        b> 200 UPDATE
                        a1< 200 UPDATE answer=b dir=recvonly
                        """
                        + ANSWERED,
                World.usual());
    }

    /// RFC 3311 §5.1: who sends it need not have the 200 yet, which may be lost.
    @TestFactory
    Stream<DynamicTest> anUpdateThatCrossesTheAnswerDoesNotAcknowledgeIt() {
        return everyWay(
                RINGING
                        + """
                        b> 200 INVITE answer=none
                        b< ACK
                        a1> UPDATE dir=sendonly port=4500
                        b< UPDATE offer=a1 dir=sendonly
                        b> 200 UPDATE
                        a1<* 200 UPDATE answer=b dir=recvonly
                        a1<* 200 INVITE answer=none
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
    Stream<DynamicTest> theCalleeMayUpdateWhileItRings() {
        return everyWay(
                RINGING
                        + """
                        b> UPDATE port=4700
                        a1< UPDATE offer=b
                        a1> 200 UPDATE
                        b< 200 UPDATE answer=a1
                        """
                        + ANSWERED,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aRefusedUpdateLeavesTheCallRinging() {
        return everyWay(
                RINGING
                        + """
                        a1> UPDATE port=4500
                        b< UPDATE offer=a1
                        b> 488 UPDATE
                        a1< 488 UPDATE
                        """
                        + ANSWERED,
                World.usual());
    }

    /// The callee's answer is only a preview, so it may not be asked yet.
    @TestFactory
    Stream<DynamicTest> anUpdateThatTheOtherLegCannotTakeYetIsRefused() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b
                a1< 183 answer=b
                a1> PRACK
                a1< 200 PRACK
                a1> UPDATE port=4500
                a1< 504 UPDATE
                b> UPDATE port=4700
                b< 491 UPDATE
                +1s
                b> 200 INVITE
                b< ACK
                a1< 200 INVITE answer=none
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
    Stream<DynamicTest> aCallerWithoutReliableResponsesIsNotUpdated() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 183 answer=b Require:100rel RSeq:1
                b< PRACK
                b> 200 PRACK
                a1< 183 answer=b
                b> UPDATE port=4700
                b< 504 UPDATE
                a1> UPDATE port=4500
                a1< 500 UPDATE Retry-After:*
                b> 486 INVITE
                b< ACK
                a1< 486
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCalleeWithoutUpdateIsNotUpdated() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b Require:100rel RSeq:1 Allow:"INVITE, ACK, BYE, CANCEL, PRACK"
                b< PRACK
                b> 200 PRACK
                a1< 183 answer=b
                a1> PRACK
                a1< 200 PRACK
                a1> UPDATE port=4500
                a1< 488 UPDATE
                b> 486 INVITE
                b< ACK
                a1< 486
                """,
                World.usual());
    }

    /// RFC 3311 §5.2.
    @TestFactory
    Stream<DynamicTest> updatesThatCrossWhileItRingsAreBothRefused() {
        return inOrder(
                RINGING
                        + """
                        a1> UPDATE port=4500
                        b> UPDATE port=4700
                        b< UPDATE
                        b< 491 UPDATE
                        b> 491 UPDATE
                        a1< 491 UPDATE
                        """
                        + ANSWERED,
                World.usual());
    }

    /// RFC 3262 §5.
    @TestFactory
    Stream<DynamicTest> anOfferInAPrackIsAskedOfTheCallee() {
        return everyWay(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b Require:100rel RSeq:77
                b< PRACK
                b> 200 PRACK
                a1< 183 answer=b
                a1> PRACK port=4600
                b< UPDATE offer=a1
                b> 200 UPDATE
                a1< 200 PRACK answer=b
                """
                        + ANSWERED,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anOfferInAPrackIsAnsweredEvenIfTheCalleeCannotBeAsked() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b
                a1< 183 answer=b
                a1> PRACK dir=sendonly
                a1< 200 PRACK answer=b dir=recvonly
                b> 486 INVITE
                b< ACK
                a1< 486
                """,
                World.usual());
    }

    /// RFC 3311 §5.1: a peer without UPDATE is asked by re-INVITE when the call is up.
    @TestFactory
    Stream<DynamicTest> anUpdateForAPeerWithoutItBecomesAReinvite() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200 Allow:"INVITE, ACK, BYE, CANCEL"
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> UPDATE dir=sendonly
                b< re-INVITE offer=a1
                b> 200
                b< ACK
                a1< 200 UPDATE answer=b dir=recvonly
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }
}
