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

/// Somebody hangs up while a transfer is running.
class TransferDepartureLaddersTest {
    @TestFactory
    @DisplayName("case 8: a transferor that hangs up at once stops nothing")
    Stream<DynamicTest> aTransferorThatHangsUpAtOnceStopsNothing() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1> BYE
                a1<* 200 BYE
                a1<* NOTIFY 100
                a1> 481 NOTIFY
                c< INVITE offer=b
                +3s
                c> 180
                +5s
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 8: the transferor that hung up while the target rings still hears how it ended,"
                    + " once")
    Stream<DynamicTest> aTransferorThatHangsUpWhileTheTargetRingsHearsTheEnd() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        +2s
                        a1> BYE
                        a1< 200 BYE
                        +3s
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
    @DisplayName("case 9: when the target then refuses, the transferee is hung up with the reason")
    Stream<DynamicTest> whenTheTargetThenRefusesTheTransfereeIsHungUpWithTheReason() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        +2s
                        a1> BYE
                        a1< 200 BYE
                        +3s
                        c> 486
                        c< ACK
                        b< BYE Reason:"SIP;cause=486;text=\\"Busy Here\\""
                        b> 200
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("case 10: a transferee that hangs up while the target rings ends it all")
    Stream<DynamicTest> aTransfereeThatHangsUpEndsItAll() {
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
                        c> 487
                        c< ACK
                        a1< NOTIFY 487 terminated body="SIP/2.0 487 Request Terminated\\r\\n"
                        a1> 200
                        a1< BYE
                        a1> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("case 10: a REFER that crosses the end finds nobody to transfer, and calls nobody")
    Stream<DynamicTest> aReferThatCrossesTheTransfereesByeCallsNobody() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        +1s
                        b> BYE
                        b< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        a1< NOTIFY 487 terminated
                        a1> REFER Refer-To:dave
                        a1< 603
                        a1> 200 NOTIFY
                        a1< BYE
                        a1> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("a transferee that hangs up after the transferor ends it all")
    Stream<DynamicTest> aTransfereeThatHangsUpAfterTheTransferorEndsItAll() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        a1> BYE
                        a1< 200 BYE
                        +1s
                        b> BYE
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
    @DisplayName("a transferee that hangs up as the target answers: both others are let go")
    Stream<DynamicTest> aTransfereeThatHangsUpDuringTheJoinEndsItAll() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> BYE
                        b< 200 BYE
                        b> 487
                        b< ACK
                        c< BYE Reason:"SIP;cause=487*"
                        c> 200
                        a1< NOTIFY 487 terminated
                        a1> 200
                        a1< BYE
                        a1> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 90: a target that hangs up at its ACK: the transferee gets the transferor's media"
                    + " back")
    Stream<DynamicTest> aTargetThatHangsUpBeforeTheJoinGivesTheTransfereeBack() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        c> BYE
                        c< 200 BYE
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        a1< NOTIFY 480 terminated body="SIP/2.0 480 Temporarily Unavailable\\r\\n"
                        a1> 200
                        +4s
                        b<* re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F5, F7: a target that hangs up before the join when the transferor is gone")
    Stream<DynamicTest> aTargetThatHangsUpBeforeTheJoinWhenTheTransferorIsGone() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> BYE
                        a1< 200 BYE
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        c> BYE
                        c< 200 BYE
                        a1< NOTIFY 480 terminated
                        a1> 481
                        b<* CANCEL
                        b<* BYE Reason:"SIP;cause=480*"
                        b> 200 BYE
                        b> 487 INVITE
                        b<* ACK
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("the transferor hangs up during the join")
    Stream<DynamicTest> aTransferorThatHangsUpDuringTheJoinStopsNothing() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        a1> BYE
                        a1< 200 BYE
                        b> 200
                        b< ACK
                        a1< NOTIFY 200 terminated
                        a1> 481
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 16: a REFER after the BYE is answered 481")
    Stream<DynamicTest> aReferAfterTheByeIsAnswered481() {
        return TransferPlaying.everyWay(
                """
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                a1> REFER Refer-To:carol
                a1< 481
                +20s
                a1> REFER Refer-To:carol
                a1< 481
                """,
                allowed());
    }

    @TestFactory
    @DisplayName("F9: a REFER that crosses the other side's BYE is answered by us")
    Stream<DynamicTest> aReferThatCrossesAByeIsAnswered481() {
        return TransferPlaying.inOrder(
                """
                b> BYE
                b< 200
                a1> REFER Refer-To:carol
                a1<* BYE
                a1> 200
                a1<* 481 REFER
                """,
                allowed());
    }

    @TestFactory
    @DisplayName("the API hangs the whole call up while the target rings")
    Stream<DynamicTest> theApiHangsTheCallUpWhileTheTargetRings() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        api> hangup leg=a1
                        api< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        b< BYE
                        b> 200
                        a1<* BYE
                        a1> 200
                        a1<* NOTIFY 487 terminated
                        a1> 481
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("the API hangs the whole call up during the join")
    Stream<DynamicTest> theApiHangsTheCallUpDuringTheJoin() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        api> hangup leg=a1
                        api< 200
                        c< BYE
                        c> 200
                        b<* BYE
                        b> 200 BYE
                        b> 487 INVITE
                        b<* ACK
                        a1<* BYE
                        a1> 200
                        a1<* NOTIFY 487 terminated
                        a1> 481
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "hanging up during the grace: the target and the transferee are not touched by the"
                    + " transferor's BYE")
    Stream<DynamicTest> theTransferorsLateByeTouchesNobody() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        +1s
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "the transferee and the target hang up during the grace: the transferor is let go all"
                    + " the same")
    Stream<DynamicTest> theCallEndsDuringTheGrace() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        +1s
                        b> BYE
                        b< 200
                        c< BYE
                        c> 200
                        +3900ms
                        a1< BYE
                        a1> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "the API hangs the call up when only the transferee and the ringing target are left")
    Stream<DynamicTest> theApiHangsTheCallUpWhenTheTransferorIsGone() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        a1> BYE
                        a1< 200 BYE
                        +1s
                        api> hangup leg=b
                        api< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        b< BYE
                        b> 200
                        a1< NOTIFY 487 terminated
                        a1> 481
                        """,
                allowed());
    }
}
