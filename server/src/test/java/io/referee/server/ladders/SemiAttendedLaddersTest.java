package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.allowed;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Attended transfers to a target that still rings (`transfers.md` A5.4): alice talks with bob and
/// rings carol.
class SemiAttendedLaddersTest {
    private static final String CAROL_RINGS =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 180
            a2< 180
            +1s
            """;

    private static final String ASKED =
            """
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            +900ms
            a1< NOTIFY 180 active
            a1> 200
            """;

    /// The same before the target has said that it rings, which no datagram says twice.
    private static final String CAROL_IS_RUNG =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            +1s
            """;

    private static final String ASKED_EARLY =
            """
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    private static final String ALICE_GIVES_UP_RINGING =
            """
            a2> CANCEL
            a2< 487
            """;

    private static final String JOINED =
            """
            c> 200
            c< ACK
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b dir=sendrecv
            c> 200
            c< ACK
            b< ACK answer=c
            """;

    private static final String ALICE_LEAVES =
            """
            a1< NOTIFY 200 terminated
            a1> 200
            a1> BYE
            a1< 200
            """;

    @TestFactory
    @DisplayName(
            "case 47: the target rings on when the transferor gives its own call up, and is joined"
                    + " when it answers")
    Stream<DynamicTest> theTargetRingsOnAndIsJoined() {
        return TransferPlaying.everyWay(
                CAROL_IS_RUNG
                        + ASKED_EARLY
                        + ALICE_GIVES_UP_RINGING
                        + "+3s\n"
                        + JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 47: whoever rang has refused while a plan decides where the call goes instead")
    Stream<DynamicTest> whoeverRangHasRefused() {
        return TransferPlaying.inOrder(
                CAROL_RINGS
                        + """
                        api> redirect leg=a2 to=dave
                        api< 202
                        +100ms
                        c> 486
                        c< ACK
                        +100ms
                        """
                        + ASKED_EARLY
                        + """
                        +900ms
                        a1<* NOTIFY 486 terminated
                        a2<* 487
                        a1> 200
                        +1s
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        """,
                allowed().plans(book -> book.scriptIn("dave", "wait 10\nRespond(603)")));
    }

    @TestFactory
    @DisplayName("case 47: the transferor is told that the target rings")
    Stream<DynamicTest> theTransferorIsToldOfTheRinging() {
        return TransferPlaying.inOrder(
                CAROL_RINGS
                        + ASKED
                        + ALICE_GIVES_UP_RINGING
                        + "+3s\n"
                        + JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("case 47: the transferor hangs up the old call as well, before the target answers")
    Stream<DynamicTest> theTransferorMayLeaveAltogether() {
        return TransferPlaying.inOrder(
                CAROL_RINGS
                        + ASKED
                        + ALICE_GIVES_UP_RINGING
                        + """
                        a1> BYE
                        a1< 200
                        +3s
                        """
                        + JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 481
                        """
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("A5.4: a transferor that keeps its own INVITE hears 487 when the two are joined")
    Stream<DynamicTest> anInviteThatIsKeptEndsWith487() {
        return TransferPlaying.everyWay(
                CAROL_IS_RUNG
                        + ASKED_EARLY
                        + JOINED
                        + """
                        a2< 487
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed().transfer("alice", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("case 48: a target that refuses then is told, and the old call goes on")
    Stream<DynamicTest> aTargetThatRefusesThenIsTold() {
        return TransferPlaying.everyWay(
                CAROL_IS_RUNG
                        + ASKED_EARLY
                        + ALICE_GIVES_UP_RINGING
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 48: when the transferor has left, the transferee hears why it is alone")
    Stream<DynamicTest> aTransfereeThatIsLeftAloneHearsWhy() {
        return TransferPlaying.inOrder(
                CAROL_RINGS
                        + ASKED
                        + ALICE_GIVES_UP_RINGING
                        + """
                        a1> BYE
                        a1< 200
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 481
                        b< BYE Reason:"SIP;cause=486*"
                        b> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("case 49: the target answers just when the transferor gives up: it is not hung up")
    Stream<DynamicTest> anAnswerThatCrossesTheCancelIsKept() {
        return TransferPlaying.everyWay(
                CAROL_IS_RUNG
                        + ASKED_EARLY
                        + """
                        c> 200
                        a2> CANCEL
                        a2< 487
                        c< ACK
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("A5.4: a phone that leaves our tag out is understood")
    Stream<DynamicTest> anEmptyToTagIsUnderstood() {
        return TransferPlaying.inOrder(
                CAROL_RINGS
                        + ASKED.replace("[a2]", "[a2-]")
                        + ALICE_GIVES_UP_RINGING
                        + JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("A5.4: a refused REFER changes nothing about the call that rings")
    Stream<DynamicTest> aRefusedReferChangesNothing() {
        return TransferPlaying.inOrder(
                CAROL_RINGS
                        + """
                        a1> REFER Refer-To:carol?Replaces=[a2~]
                        a1< 603
                        c> 200
                        c< ACK
                        a2< 200 answer=c
                        a2> ACK
                        +1s
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 48: the target rings for too long: it is cancelled, and the old call goes on")
    Stream<DynamicTest> aTargetThatRingsForTooLongIsCancelled() {
        return TransferPlaying.inOrder(
                CAROL_RINGS
                        + ASKED
                        + ALICE_GIVES_UP_RINGING
                        + """
                        +58800ms
                        c< CANCEL Reason:"SIP;cause=408*"
                        c> 487
                        c< ACK
                        a1< NOTIFY 408 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }
}
