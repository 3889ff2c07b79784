package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Transfers that HTTP asks for.
class TransferDoorLaddersTest {
    private static final String BEGUN =
            """
            api> transfer leg=a1 to=carol
            api< 202
            c< INVITE offer=b dir=sendrecv Referred-By:alice
            """;

    private static final String ALICE_IS_LET_GO =
            """
            a1< BYE Reason:"SIP;cause=200;text=\\"Blind transfer\\""
            a1> 200
            """;

    @TestFactory
    @DisplayName("case 64: the leg that is named leaves when the other is joined, and not before")
    Stream<DynamicTest> theNamedLegLeavesWhenTheOtherIsJoined() {
        return TransferPlaying.everyWay(
                BEGUN
                        + "+3s\n"
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_IS_LET_GO
                        + BOB_ENDS_IT_WITH_CAROL,
                World.usual());
    }

    @TestFactory
    @DisplayName("a busy target: nobody notices anything")
    Stream<DynamicTest> aBusyTargetIsNotNoticed() {
        return TransferPlaying.everyWay(
                BEGUN
                        + """
                        c> 486
                        c< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("onFail=hangup: both are hung up with the reason")
    Stream<DynamicTest> onFailHangupHangsBothUp() {
        return TransferPlaying.everyWay(
                """
                api> transfer leg=a1 to=carol onFail=hangup
                api< 202
                c< INVITE offer=b
                c> 486
                c< ACK
                a1< BYE Reason:"SIP;cause=486*"
                a1> 200
                b< BYE Reason:"SIP;cause=486*"
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("ringTimeout: the target is cancelled and the old call goes on")
    Stream<DynamicTest> theRingTimeoutOfTheRequestCounts() {
        return TransferPlaying.inOrder(
                """
                api> transfer leg=a1 to=carol ringTimeout=20
                api< 202
                c< INVITE offer=b
                c> 180
                +19900ms
                c< CANCEL Reason:"SIP;cause=408*"
                c> 487
                c< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 71: an abort while the target rings cancels it and leaves the old call")
    Stream<DynamicTest> anAbortWhileTheTargetRingsCancelsIt() {
        return TransferPlaying.everyWay(
                BEGUN
                        + """
                        c> 180
                        +2s
                        api> abort
                        api< 200
                        c< CANCEL Reason:"SIP;cause=487*"
                        c> 487
                        c< ACK
                        api> abort
                        api< 409
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName(
            "an abort before the target says anything: the CANCEL waits for its first response")
    Stream<DynamicTest> anAbortBeforeAnyResponseStillStopsTheTarget() {
        return TransferPlaying.inOrder(
                BEGUN
                        + """
                        api> abort
                        api< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName(
            "case 71: an abort of a transfer that was asked for by REFER cannot be had here: its id"
                    + " is not known")
    Stream<DynamicTest> anAbortOfNothingIsAnswered404() {
        return TransferPlaying.everyWay(
                """
                api> abort
                api< 404
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("an abort after the target's answer is refused")
    Stream<DynamicTest> anAbortAfterTheAnswerIsTooLate() {
        return TransferPlaying.inOrder(
                BEGUN
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        api> abort
                        api< 409
                        b> 200
                        b< ACK
                        """
                        + ALICE_IS_LET_GO
                        + """
                        api> abort
                        api< 409
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                World.usual());
    }

    @TestFactory
    @DisplayName("an abort when the transferor has gone lets the transferee go, with the reason")
    Stream<DynamicTest> anAbortWithoutTransferorHangsTheTransfereeUp() {
        return TransferPlaying.inOrder(
                BEGUN
                        + """
                        c> 180
                        +1s
                        a1> BYE
                        a1< 200
                        +1s
                        api> abort
                        api< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        b< BYE Reason:"SIP;cause=487*"
                        b> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName(
            "case 70: a second request while one is running is refused; afterwards it is accepted")
    Stream<DynamicTest> aSecondRequestIsRefusedWhileOneIsRunning() {
        return TransferPlaying.everyWay(
                BEGUN
                        + """
                        api> transfer leg=a1 to=dave
                        api< 491
                        api> transfer leg=b to=dave
                        api< 491
                        c> 486
                        c< ACK
                        api> transfer leg=b to=dave
                        api< 202
                        d< INVITE offer=a1
                        d> 200
                        d< ACK
                        a1< re-INVITE offer=d
                        a1> 200
                        a1< ACK
                        b< BYE
                        b> 200
                        +1s
                        a1> BYE
                        a1< 200
                        d< BYE
                        d> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 71: after an abort the next transfer is accepted")
    Stream<DynamicTest> afterAnAbortTheNextTransferIsAccepted() {
        return TransferPlaying.everyWay(
                BEGUN
                        + """
                        c> 180
                        api> abort
                        api< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        api> transfer leg=a1 to=dave
                        api< 202
                        d< INVITE offer=b
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        a1< BYE
                        a1> 200
                        +1s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a REFER while HTTP transfers is answered 491")
    Stream<DynamicTest> aReferWhileHttpTransfersIsAnswered491() {
        return TransferPlaying.inOrder(
                BEGUN
                        + """
                        a1> REFER Refer-To:dave
                        a1< 491
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_IS_LET_GO
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("HTTP while a REFER is running is refused")
    Stream<DynamicTest> httpWhileAReferIsRunningIsRefused() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        api> transfer leg=b to=dave
                        api< 491
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("a target that does not exist is a transfer that failed, not a refusal")
    Stream<DynamicTest> aTargetThatDoesNotExistIsATransferThatFailed() {
        return TransferPlaying.inOrder(
                """
                api> transfer leg=a1 to=nobody
                api< 202
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("what cannot be done is refused")
    Stream<DynamicTest> whatCannotBeDoneIsRefused() {
        return TransferPlaying.inOrder(
                """
                api> transfer leg=a1 to="x@elsewhere.example"
                api< 603
                api> transfer leg=a1 to="sip:carol@elsewhere.example"
                api< 603
                api> transfer leg=a1 to="tel:+1555"
                api< 603
                api> transfer leg=a1 to=" "
                api< 400
                api> transfer leg=a1 to=bob
                api< 603
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("a call that is not answered cannot be transferred")
    Stream<DynamicTest> aCallThatIsNotAnsweredCannotBeTransferred() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                api> transfer leg=a1 to=carol
                api< 480
                b> 486
                b< ACK
                a1< 486
                """,
                World.usual());
    }
}
