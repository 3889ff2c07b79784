package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The failure branches of `transfers.md` A18 that stand nowhere else, and messages that cross.
class TransferBranchLaddersTest {
    @TestFactory
    @DisplayName("F4: a transferee that refuses re-INVITE for good, or wants credentials, stays")
    Stream<DynamicTest> aTransfereeThatCannotBeMovedStays() {
        return Stream.of("401", "407", "403", "501")
                .flatMap(
                        status ->
                                TransferPlaying.inOrder(
                                        CAROL_IS_CALLED
                                                + """
                                                c> 200
                                                c< ACK
                                                b< re-INVITE offer=c
                                                b> %s
                                                b< ACK
                                                c< BYE Reason:"SIP;cause=488*"
                                                c> 200
                                                a1< NOTIFY 488 terminated
                                                a1> 200
                                                b< re-INVITE offer=a1
                                                b> %s
                                                b< ACK
                                                """
                                                        .formatted(status, status)
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        allowed()));
    }

    @TestFactory
    @DisplayName("F4: a transferee that wants credentials gets them once, and is joined")
    Stream<DynamicTest> aTransfereeThatWantsCredentialsGetsThem() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        api> credentials leg=b user=trunk password=secret
                        api< 200
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c Proxy-Authorization:none
                        b> 407 Proxy-Authenticate:"Digest realm=\\"trunk\\", nonce=\\"n\\", algorithm=MD5, qop=\\"auth\\""
                        b< ACK
                        b< re-INVITE offer=c Proxy-Authorization:"Digest username=\\"trunk\\"*"
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("F4: a transferee that answers 408 is gone")
    Stream<DynamicTest> aTransfereeThatAnswers408IsGone() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 408
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
    @DisplayName("F6, F14: the target answers what the transferee's BYE has cancelled")
    Stream<DynamicTest> theAnswerCrossesTheTransfereesBye() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        b> BYE
                        b< 200
                        c< CANCEL
                        c> 200 INVITE
                        c< ACK
                        c< BYE
                        c> 200 BYE
                        a1< NOTIFY 487 terminated
                        a1> 200
                        a1< BYE
                        a1> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("F5, F6: transferor and transferee hang up at the same time")
    Stream<DynamicTest> bothOldPartiesHangUp() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        a1> BYE
                        b> BYE
                        a1< 200 BYE
                        b< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        a1< NOTIFY 487 terminated
                        a1> 481
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("F5: the transferor's BYE crosses the target's answer")
    Stream<DynamicTest> theTransferorsByeCrossesTheAnswer() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> BYE
                        c> 200
                        a1< 200 BYE
                        c< ACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("F19: a target that wants to transfer before it is joined has to wait")
    Stream<DynamicTest> aTargetThatWantsToTransferHasToWait() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        c> REFER Refer-To:dave
                        c< 491
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().transfer("carol", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("F8, case 95: the transferee's REFER while the transferor's runs is refused")
    Stream<DynamicTest> theTransfereesReferIsRefusedMeanwhile() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        b> REFER Refer-To:dave
                        b< 491
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().transfer("bob", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("A2.5: a refresh of either party while the target rings is answered here")
    Stream<DynamicTest> aRefreshIsAnsweredHere() {
        return Stream.of("a1", "b")
                .flatMap(
                        leg ->
                                TransferPlaying.inOrder(
                                        CAROL_IS_CALLED
                                                + "{l}> re-INVITE\n{l}< 200\n{l}> ACK\n"
                                                        .replace("{l}", leg)
                                                + CAROL_AND_BOB_ARE_JOINED
                                                + ALICE_LEAVES
                                                + BOB_ENDS_IT_WITH_CAROL,
                                        allowed()));
    }

    @TestFactory
    @DisplayName("A2.5: keys that are pressed while the target rings reach the other party")
    Stream<DynamicTest> keysReachTheOtherParty() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        a1> INFO type=application/dtmf-relay body="Signal=5"
                        b< INFO body="Signal=5"
                        b> 200
                        a1< 200
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 96: a transferor whose connection is gone: the transfer completes all the same")
    Stream<DynamicTest> aTransferorWhoseConnectionIsGone() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        api> cut phone=a
                        api< 200
                        c> 180
                        +2s
                        c> 200
                        c< ACK
                        b<* re-INVITE offer=c
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 96: a connection that is there again in time brings the end of the transfer")
    Stream<DynamicTest> aConnectionThatIsThereAgain() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        api> cut phone=a
                        api< 200
                        +1s
                        api> mend phone=a
                        api< 200
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}
