package io.referee.server.ladders;

import static io.referee.server.ladders.ParkLaddersTest.ALICE_LEAVES;
import static io.referee.server.ladders.ParkLaddersTest.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.ParkLaddersTest.BOB_IS_PARKED;
import static io.referee.server.ladders.ParkLaddersTest.CAROL_GETS_BOB;
import static io.referee.server.ladders.ParkLaddersTest.slots;
import static io.referee.server.ladders.ParkLaddersTest.withMusic;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.SegmentRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The server dies and comes back while somebody waits in a slot (`transfers.md` A12, F16).
class RestartParkLaddersTest {
    private static final String KILLED =
            """
            +1s
            api> kill
            api< 200
            """;

    @TestFactory
    @DisplayName("F16: who waits in a slot waits on, and is found there")
    Stream<DynamicTest> whoIsParkedIsFoundAfterARestart() {
        return TransferPlaying.everyWay(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + KILLED
                        + "+1s\n"
                        + KILLED
                        + CAROL_GETS_BOB
                        + BOB_ENDS_IT_WITH_CAROL,
                slots().records(
                                book ->
                                        assertThat(book.segments())
                                                .extracting(SegmentRecord::kind)
                                                .filteredOn(kind -> kind == SegmentRecord.Kind.TALK)
                                                .hasSize(2)));
    }

    @TestFactory
    @DisplayName("F16: after an orderly end, too, however short it was parked")
    Stream<DynamicTest> anOrderlyRestartKeepsTheSlot() {
        return TransferPlaying.inOrder(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        api> restart
                        api< 200
                        """
                        + CAROL_GETS_BOB
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }

    @TestFactory
    @DisplayName("F16: by the dialog that it names, an INVITE finds who waits, too")
    Stream<DynamicTest> replacesFindsWhoWaits() {
        return TransferPlaying.inOrder(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + KILLED
                        + CAROL_GETS_BOB.replace("to:700", "to:bob Replaces:[b]")
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }

    @TestFactory
    @DisplayName("F16: whoever parked is called back when the time is over that was left")
    Stream<DynamicTest> whoeverParkedIsCalledBackInTime() {
        return TransferPlaying.inOrder(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + "+58900ms\n"
                        + KILLED
                        + """
                        +60s
                        a2< INVITE offer=b dir=sendrecv from:bob From:"\\"Recall: bob\\" *"
                        a2> 200
                        a2< ACK
                        b< re-INVITE offer=a2 dir=sendrecv
                        b> 200
                        b< ACK
                        +8s
                        b> BYE
                        b< 200
                        a2< BYE Reason:none
                        a2> 200
                        """,
                slots());
    }

    @TestFactory
    @DisplayName("F16: nobody answers the recall: the call ends with the reason, the slot is free")
    Stream<DynamicTest> aRecallThatNobodyAnswers() {
        return TransferPlaying.inOrder(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + KILLED
                        + """
                        +28900ms
                        a2< INVITE offer=b dir=sendrecv
                        a2> 486
                        a2< ACK
                        b< BYE Reason:"SIP;cause=486*"
                        b> 200
                        c> INVITE to:700
                        c< 404
                        """,
                slots(700, 719, 30));
    }

    @TestFactory
    @DisplayName("F16: who waits may hang up, and the slot is free for the next")
    Stream<DynamicTest> whoWaitsMayHangUp() {
        return TransferPlaying.everyWay(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + KILLED
                        + """
                        +5s
                        b> BYE
                        b< 200
                        c> INVITE to:700
                        c< 404
                        """,
                slots());
    }

    @TestFactory
    @DisplayName("F16: who heard music in the slot hears it again")
    Stream<DynamicTest> theMusicGoesOn() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:park
                a1< 202
                a1<* NOTIFY 100 active
                a1> 200
                b< re-INVITE offer=none
                b> 200
                m1< INVITE offer=b dir=recvonly
                m1> 200
                m1< ACK
                b< ACK answer=m1 dir=sendonly
                a1<* NOTIFY 200 terminated
                a1> 200
                """
                        + ALICE_LEAVES
                        + KILLED
                        + """
                        m1< BYE
                        m1> 200
                        b< re-INVITE offer=none
                        b> 200
                        m2< INVITE offer=b dir=recvonly
                        m2> 200
                        m2< ACK
                        b< ACK answer=m2 dir=sendonly
                        """
                        + CAROL_GETS_BOB
                        + """
                        m2< BYE
                        m2> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                withMusic(slots()));
    }

    @TestFactory
    @DisplayName("F16: a kill while somebody is fetched from the slot leaves it there")
    Stream<DynamicTest> aKillWhileSomebodyIsFetched() {
        return TransferPlaying.inOrder(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        +1s
                        d> INVITE to:700
                        b< re-INVITE offer=d
                        +1s
                        api> kill
                        api< 200
                        b> 500
                        b<* re-INVITE dir=inactive
                        b> 200
                        b<* ACK
                        d<* 503
                        +60s
                        """
                        + CAROL_GETS_BOB
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }
}
