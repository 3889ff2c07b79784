package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Offers that cross a transfer: of the transferor, of the transferee, of the target.
class TransferCrossingLaddersTest {
    private static final String CAROL_ANSWERS =
            """
            c> 200
            c< ACK
            b< re-INVITE offer=c
            """;

    @TestFactory
    @DisplayName("the correction meets glare and comes again")
    Stream<DynamicTest> aCorrectionThatMeetsGlareComesAgain() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 200 port=4444
                        b< ACK
                        c< re-INVITE offer=b
                        c> 491
                        c< ACK
                        +1900ms
                        +2s
                        c<* re-INVITE offer=b
                        c> 200
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 12: glare on a Call-ID of ours is answered by 2.1 to 4 seconds of patience, three"
                    + " times")
    Stream<DynamicTest> glareOnOurCallIdWaitsTwoToFourSeconds() {
        return Playing.everyWay(
                ALICE_CALLED
                        + CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + glares("+2050ms\n+1950ms\n")
                        + """
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 12: glare on a Call-ID of theirs is answered by less than 2 seconds of patience,"
                    + " three times")
    Stream<DynamicTest> glareOnTheirCallIdWaitsLessThanTwoSeconds() {
        return Playing.everyWay(
                BOB_CALLED
                        + CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + glares("+2010ms\n")
                        + """
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    private static String glares(String patience) {
        return ("b> 491\nb< ACK\n" + patience + "b<* re-INVITE offer=c\n").repeat(3);
    }

    @TestFactory
    @DisplayName("case 12: a fourth glare ends the transfer and the old call is as before")
    Stream<DynamicTest> aFourthGlareEndsTheTransfer() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + glares("+2050ms\n+1950ms\n")
                        + """
                        b> 491
                        b< ACK
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        +4s
                        b<* re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F3: the transferee's own offer during the patience is taken instead of ours")
    Stream<DynamicTest> theTransfereesOwnOfferDuringThePatienceIsMerged() {
        return Playing.inOrder(
                ALICE_CALLED
                        + CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 491
                        b< ACK
                        b> re-INVITE port=4444
                        b< 200 answer=c
                        b> ACK
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("F3: the same when the transferor has gone")
    Stream<DynamicTest> theTransfereesOwnOfferIsMergedWhenTheTransferorIsGone() {
        return Playing.inOrder(
                ALICE_CALLED
                        + CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        a1> BYE
                        a1< 200 BYE
                        b> 491
                        b< ACK
                        b> re-INVITE port=4444
                        b< 200 answer=c
                        b> ACK
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("F3: the transferee's offer while ours is pending is answered 491")
    Stream<DynamicTest> theTransfereesOfferDuringOursIsAnswered491() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> re-INVITE
                        b< 491
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 13: the transferee's own offer while the target rings is used for the join")
    Stream<DynamicTest> theTransfereesNewMediaAreUsedForTheJoin() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        +1s
                        b> re-INVITE port=4444
                        a1< re-INVITE offer=b
                        a1> 200
                        a1< ACK
                        b< 200 answer=a1
                        b> ACK
                        +1s
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 200 port=4444
                        b< ACK
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 13: the same when the transferor has gone: we answer")
    Stream<DynamicTest> theTransfereesNewMediaAreAnsweredWhenItIsAlone() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> BYE
                        a1< 200 BYE
                        b> re-INVITE port=4444
                        b< 200
                        b> ACK
                        +1s
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 200 port=4444
                        b< ACK
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        a1< NOTIFY 200 terminated
                        a1> 481
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "the transferor holds and resumes while the target rings: the transferee hears of it")
    Stream<DynamicTest> theTransferorHoldsAndResumesWhileTheTargetRings() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        a1> re-INVITE dir=sendonly
                        b< re-INVITE offer=a1 dir=sendonly
                        b> 200
                        b< ACK
                        a1< 200 dir=recvonly
                        a1> ACK
                        +1s
                        a1> re-INVITE
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        a1< 200
                        a1> ACK
                        +1s
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("the target answers while the transferor's offer is on its way to the transferee")
    Stream<DynamicTest> theJoinWaitsForAnOfferThatIsOnItsWay() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> re-INVITE dir=sendonly
                        b< re-INVITE offer=a1 dir=sendonly
                        c> 200
                        c< ACK
                        b> 200
                        b< ACK
                        a1< 200 dir=recvonly
                        a1> ACK
                        +4s
                        b<* re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 98: a 2xx that crosses our BYE is acknowledged")
    Stream<DynamicTest> anAnswerOfTheTransfereeThatCrossesTheEndIsAcknowledged() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        api> hangup leg=a1
                        b> 200 INVITE
                        api< 200
                        b<* ACK
                        b<* BYE
                        b> 200
                        c< BYE
                        c> 200
                        a1<* BYE
                        a1> 200
                        a1<* NOTIFY 487 terminated
                        a1> 481
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("F3: the target's own offer right after its answer has to wait")
    Stream<DynamicTest> theTargetsOwnOfferDuringTheJoinHasToWait() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        c> re-INVITE
                        c< 491
                        c> ACK
                        c> UPDATE offer=c
                        c< 491
                        c> UPDATE
                        c< 200 UPDATE
                        b> 200
                        b< ACK
                        """
                                .replace("c> ACK\n", "")
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("A2.5: what a transferee that waits alone asks of us")
    Stream<DynamicTest> aTransfereeThatWaitsAloneIsAnsweredByUs() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> BYE
                        a1< 200 BYE
                        b> UPDATE
                        b< 200 UPDATE body=none
                        b> UPDATE offer=b
                        b< 200 UPDATE answer=a1
                        b> INFO
                        b< 491
                        b> OPTIONS
                        b< 200 OPTIONS
                        b> REFER Refer-To:dave
                        b< 603
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 481
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "A2.5: the transferor's offer during the join is answered with silence and reaches"
                    + " nobody")
    Stream<DynamicTest> theTransferorsOfferDuringTheJoinReachesNobody() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        a1> re-INVITE dir=sendonly
                        a1< 200 dir=inactive
                        a1> ACK
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("the target answers while an offerless re-INVITE of the transferor is on its way")
    Stream<DynamicTest> theJoinWaitsForAnOfferlessReinviteThatIsOnItsWay() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> re-INVITE offer=none
                        b< re-INVITE offer=none
                        b> 200
                        a1< 200 answer=b
                        c> 200
                        c< ACK
                        +1s
                        a1> ACK
                        b< ACK answer=a1
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}
