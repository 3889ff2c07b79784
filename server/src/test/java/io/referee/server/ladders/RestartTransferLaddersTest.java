package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Transfers after a restart, and a restart in the middle of them (`transfers.md` F16).
class RestartTransferLaddersTest {
    private static final String KILLED =
            """
            api> kill
            api< 200
            """;

    @TestFactory
    Stream<DynamicTest> aTransferBeginsAfterARestart() {
        return TransferPlaying.everyWay(
                KILLED
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    Stream<DynamicTest> aTransferByTheApiBeginsAfterARestart() {
        return TransferPlaying.everyWay(
                KILLED
                        + """
                        api> transfer leg=a1 to=carol
                        api< 202
                        c< INVITE offer=b dir=sendrecv
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< BYE
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    Stream<DynamicTest> anAttendedTransferBeginsAfterARestart() {
        return AttendedPlaying.everyWay(
                KILLED
                        + AttendedPlaying.ASKED
                        + AttendedPlaying.JOINED
                        + AttendedPlaying.ALICE_LEAVES
                        + AttendedPlaying.BOB_ENDS_IT,
                AttendedPlaying.allowed());
    }

    @TestFactory
    Stream<DynamicTest> whoWasTransferredTalksOnAfterARestart() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + "+1s\n"
                        + KILLED
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 88: a kill while the target rings ends the subscription, and the two old parties"
                    + " talk on")
    Stream<DynamicTest> aKillWhileTheTargetRings() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        +1s
                        """
                        + KILLED
                        + """
                        a1< NOTIFY 503 terminated
                        a1> 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        """
                        + GIVEN_BACK
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    /// Who was called gets the media of who called, by which the two hear each other again.
    private static final String GIVEN_BACK =
            """
            b< re-INVITE offer=a1
            b> 200
            b< ACK
            """;

    @TestFactory
    @DisplayName(
            "case 88: a kill while the two are joined hangs the target up, and the two old parties"
                    + " hear each other again")
    Stream<DynamicTest> aKillWhileTheTwoAreJoined() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        +1s
                        api> kill
                        api< 200
                        a1< NOTIFY 503 terminated
                        a1> 200
                        c< BYE
                        c> 200
                        b< re-INVITE offer=a1
                        b> 491
                        b< ACK
                        +5s
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 88: when the transferor has left, a kill hangs the lone transferee up")
    Stream<DynamicTest> aKillWhenTheTransferorHasLeft() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        a1> BYE
                        a1< 200
                        +1s
                        """
                        + KILLED
                        + """
                        b< BYE Reason:"SIP;cause=503;text=\\"The server was restarted\\""
                        b> 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("case 88: a transferor that was about to be let go is let go after the kill")
    Stream<DynamicTest> aKillWhenTheTransferorIsAboutToLeave() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        +100ms
                        """
                        + KILLED
                        + """
                        a1< BYE
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    /// They are asked for their media again, because nobody knows what they have heard.
    @TestFactory
    @DisplayName(
            "case 88: when the transferor has left, a kill while the two are joined connects them")
    Stream<DynamicTest> aKillWhileTwoAreJoinedWhoHaveNobodyElse() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> BYE
                        a1< 200
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        +1s
                        api> kill
                        api< 200
                        b< re-INVITE offer=c
                        b> 491
                        b< ACK
                        +5s
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 88: an attended transfer that is killed gives both calls back")
    Stream<DynamicTest> anAttendedTransferThatIsKilledGivesBothCallsBack() {
        return AttendedPlaying.inOrder(
                AttendedPlaying.ASKED
                        + """
                        b< re-INVITE offer=none
                        +1s
                        api> kill
                        api< 200
                        a1< NOTIFY 503 terminated
                        a1> 200
                        c< re-INVITE offer=a2
                        c> 200
                        c< ACK
                        b< re-INVITE dir=sendonly
                        b> 491
                        b< ACK
                        +5s
                        b< re-INVITE dir=sendonly
                        b> 200
                        b< ACK
                        """
                        + AttendedPlaying.BOTH_CALLS_LIVE,
                AttendedPlaying.allowed());
    }

    @TestFactory
    Stream<DynamicTest> anOrderlyEndGivesUpWhatRings() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        api> leave
                        api< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        a1< NOTIFY 487 terminated
                        a1> 200
                        +1s
                        """
                        + KILLED
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }
}
