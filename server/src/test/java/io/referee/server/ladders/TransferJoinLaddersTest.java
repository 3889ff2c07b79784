package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.ladder.Ladders;
import io.referee.ladder.Variation;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The target has answered, and transferee and target are to be joined.
class TransferJoinLaddersTest {
    private static final String CAROL_ANSWERS =
            """
            c> 200
            c< ACK
            b< re-INVITE offer=c
            """;

    @TestFactory
    @DisplayName(
            "case 11: a transferee that refuses the target's media makes an offer of its own, then"
                    + " all is as before")
    Stream<DynamicTest> aTransfereeThatRefusesTwiceGoesBackToTheTransferor() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 488
                        b< ACK
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        a1< NOTIFY 488 terminated body="SIP/2.0 488 Not Acceptable Here\\r\\n"
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
    @DisplayName(
            "F2: a transferee that refuses the target's media but makes an offer is joined with"
                    + " that")
    Stream<DynamicTest> aTransfereeThatMakesItsOwnOfferIsJoined() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 488
                        b< ACK
                        b< re-INVITE offer=none
                        b> 200 port=4444
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("F2: the target does not take the transferee's own offer")
    Stream<DynamicTest> aTargetThatRefusesTheTransfereesOfferIsHungUp() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 488
                        b< ACK
                        b< re-INVITE offer=none
                        b> 200 port=4444
                        c< re-INVITE offer=b
                        c> 488
                        c< ACK
                        b< ACK dir=sendrecv
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F2: the target hangs up while it is offered the transferee's own media")
    Stream<DynamicTest> aTargetThatHangsUpDuringTheFreshOfferLeavesNoAckOwed() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 488
                        b< ACK
                        b< re-INVITE offer=none
                        b> 200 port=4444
                        c< re-INVITE offer=b
                        c> BYE
                        c<* 200 BYE
                        c> 487 INVITE
                        c<* ACK
                        b< ACK dir=sendrecv
                        a1< NOTIFY 480 terminated
                        a1> 200
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F17: a transferee that takes no stream of the target's is given back")
    Stream<DynamicTest> aTransfereeThatTakesNoStreamIsGivenBack() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 200 port=0
                        b< ACK
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F17, F2: one that makes an offer of its own is joined with that")
    Stream<DynamicTest> aTransfereeThatTakesNoStreamButMakesAnOfferIsJoined() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 200 port=0
                        b< ACK
                        b< re-INVITE offer=none
                        b> 200 port=4444
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("F2: a target that answers without media is hung up")
    Stream<DynamicTest> aTargetThatAnswersWithoutSdpIsHungUp() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200 answer=none
                        c< ACK
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "the target is corrected once when the transferee's answer differs from what it was"
                    + " offered")
    Stream<DynamicTest> theTargetIsCorrectedOnlyWhenNeeded() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
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
    @DisplayName("the target hangs up while it is corrected")
    Stream<DynamicTest> theTargetHangsUpWhileItIsCorrected() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 200 port=4444
                        b< ACK
                        c< re-INVITE offer=b
                        c> BYE
                        c<* 200 BYE
                        c> 487 INVITE
                        c<* ACK
                        a1< NOTIFY 480 terminated
                        a1> 200
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("the target refuses to be corrected")
    Stream<DynamicTest> aTargetThatRefusesTheCorrectionIsHungUp() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 200 port=4444
                        b< ACK
                        c< re-INVITE offer=b
                        c> 488
                        c< ACK
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F4: a transferee that has lost its dialog is gone")
    Stream<DynamicTest> aTransfereeThatAnswers481IsGone() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 481
                        b< ACK
                        b< BYE
                        b> 481
                        c< BYE
                        c> 200
                        a1< NOTIFY 487 terminated
                        a1> 200
                        a1< BYE
                        a1> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("F4: a transferee that takes no re-INVITE at all is given back")
    Stream<DynamicTest> aTransfereeThatCannotBeMovedStays() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 405
                        b< ACK
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        b< re-INVITE offer=a1
                        b> 405
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F4: a transferee that asks for a little time gets it once")
    Stream<DynamicTest> aTransfereeThatIsBusyWithItselfIsAskedAgain() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 500 Retry-After:2
                        b< ACK
                        +1900ms
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "F4: a transferee that says nothing to the re-INVITE for ten seconds is given back")
    Stream<DynamicTest> aTransfereeThatNeverAnswersTheReinviteIsGivenBack() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        +9900ms
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        b<* CANCEL
                        b> 487
                        b<* ACK
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("a new transfer while the transferee is being given back: the new join wins")
    Stream<DynamicTest> aNewTransferStopsTheGivingBack() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_ANSWERS
                        + """
                        b> 405
                        b< ACK
                        c< BYE
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        b< re-INVITE offer=a1
                        b> 491
                        b< ACK
                        a1> REFER Refer-To:dave
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        d< INVITE offer=b
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        +8s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("case 89: at 5 % loss every transfer completes and leaves nothing behind")
    Stream<DynamicTest> everyTransferCompletesOnABadLine() {
        return Ladders.runs(
                        ALICE_CALLED
                                + CAROL_IS_CALLED
                                + CAROL_AND_BOB_ARE_JOINED
                                + ALICE_LEAVES
                                + BOB_ENDS_IT_WITH_CAROL,
                        allowed(),
                        IntStream.rangeClosed(1, 200)
                                .mapToObj(seed -> Variation.loss(seed, 5))
                                .toList())
                .map(run -> DynamicTest.dynamicTest(run.name(), run.body()::run));
    }
}
