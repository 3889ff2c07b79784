package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.AttendedPlaying.ASKED;
import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.BOTH_CALLS_LIVE;
import static io.referee.server.ladders.AttendedPlaying.JOINED;
import static io.referee.server.ladders.AttendedPlaying.allowed;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Attended transfers by REFER with Replaces that are refused or fail: both calls stay as they
/// were.
class AttendedFailureLaddersTest {
    private static final String FAILED =
            """
            a1< NOTIFY 488 terminated
            a1> 200
            """;

    /// What a REFER with this Refer-To is answered.
    private static String refused(String referTo, int status) {
        return "a1> REFER Refer-To:" + referTo + "\na1< " + status + "\n";
    }

    @TestFactory
    @DisplayName(
            "cases 44, 98: a target that refuses leaves both calls as they were, and the"
                    + " transferee's offer is answered with what it had")
    Stream<DynamicTest> aTargetThatRefusesLeavesBothCalls() {
        return AttendedPlaying.everyWay(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        c> 488
                        c< ACK
                        b< ACK answer=a1 dir=sendonly
                        """
                        + FAILED
                        + BOTH_CALLS_LIVE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 44: a transferee that refuses twice keeps its call, and nobody asks the target")
    Stream<DynamicTest> aTransfereeThatRefusesKeepsItsCall() {
        return AttendedPlaying.everyWay(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        b< re-INVITE offer=c
                        b> 488
                        b< ACK
                        """
                        + FAILED
                        + BOTH_CALLS_LIVE,
                allowed());
    }

    @TestFactory
    @DisplayName("F9: a REFER that crosses the transferee's BYE finds nobody to transfer")
    Stream<DynamicTest> aTransfereeThatHasJustLeftCannotBeJoined() {
        return AttendedPlaying.inOrder(
                """
                a1> REFER Refer-To:dave
                a1< 202
                a1< NOTIFY 100
                a1> 200
                d< INVITE offer=b dir=sendrecv
                b> BYE
                b< 200
                d< CANCEL
                d> 487
                d< ACK
                a1< NOTIFY 487 terminated
                a1> REFER Refer-To:"carol?Replaces=[a2]"
                a1< 603
                a1> 200 NOTIFY
                a1< BYE
                a1> 200
                a2> BYE
                a2< 200
                c< BYE
                c> 200
                """,
                World.usual().transfer("alice", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("case 44: the transferor is told what the transferee answered")
    Stream<DynamicTest> theTransferorIsToldWhatTheTransfereeAnswered() {
        return AttendedPlaying.everyWay(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 603
                        b< ACK
                        a1< NOTIFY 603 terminated
                        a1> 200
                        """
                        + BOTH_CALLS_LIVE,
                allowed());
    }

    @TestFactory
    @DisplayName("a target that answers without media gets its old partner back")
    Stream<DynamicTest> aTargetWithoutMediaGetsItsOldPartnerBack() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 200 port=0
                        c< ACK
                        b< ACK answer=a1 dir=sendonly
                        a1< NOTIFY 488 terminated
                        a1> 200
                        c< re-INVITE offer=a2
                        c> 200
                        c< ACK
                        """
                        + BOTH_CALLS_LIVE,
                allowed());
    }

    @TestFactory
    @DisplayName("a target that is asked while it asks (491) is asked again")
    Stream<DynamicTest> glareAtTheTargetIsAnsweredByPatience() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 491
                        c< ACK
                        +4s
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("a transferee that asks meanwhile is answered with the target's media, and joined")
    Stream<DynamicTest> theTransfereesOwnOfferIsUsedForTheJoin() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        b< re-INVITE offer=none
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
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("F3: re-INVITEs of the others while the two are joined: 491")
    Stream<DynamicTest> whoAsksMeanwhileIsAnswered491() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        a1> re-INVITE
                        a1< 491
                        c> re-INVITE dir=sendonly
                        c< 491
                        a2> UPDATE dir=sendonly
                        a2< 491
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
    @DisplayName("case 42: Replaces that names the dialog of the REFER or its other end: 603")
    Stream<DynamicTest> aDialogCannotReplaceItself() {
        return AttendedPlaying.everyWay(
                refused("bob?Replaces=[a1]", 603)
                        + refused("bob?Replaces=[b]", 603)
                        + BOTH_CALLS_LIVE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "cases 41, 97: what Replaces does not name exactly is refused, and nothing changes")
    Stream<DynamicTest> whatIsNotNamedExactlyIsRefused() {
        return AttendedPlaying.everyWay(
                refused("carol?Replaces=[a2~]", 603)
                        + refused("carol?Replaces=[a2-]", 603)
                        + refused("carol?Replaces=nobody%3Bto-tag%3D1%3Bfrom-tag%3D2", 603)
                                .replace("carol?", "\"<sip:carol@example.org?")
                                .replace("D2", "D2>\"")
                        + refused("carol?Replaces=[a2]&Replaces=[a2]", 400)
                        + refused("\"<sip:carol@example.org?Replaces=nonsense>\"", 400)
                        + refused("\"<sip:carol@example.org?Require=gruu>\"", 603)
                        + BOTH_CALLS_LIVE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 54: a dialog of another server is refused unless `replaces.remote` is on")
    Stream<DynamicTest> aDialogOfAnotherServerIsRefused() {
        return AttendedPlaying.everyWay(
                refused(
                                "\"<sip:carol@elsewhere.example?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2>\"",
                                603)
                        + BOTH_CALLS_LIVE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 97: `transfer: attended` allows no blind transfer")
    Stream<DynamicTest> attendedAllowsNoBlindTransfer() {
        return AttendedPlaying.everyWay(refused("dave", 603) + BOTH_CALLS_LIVE, allowed());
    }

    @TestFactory
    @DisplayName("F8: a second REFER while the two are joined: 491")
    Stream<DynamicTest> aSecondReferMeanwhileIsAnswered491() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        a1> REFER Refer-To:dave?Replaces=[a2]
                        a1< 491
                        a2> REFER Refer-To:bob?Replaces=[a1]
                        a2< 491
                        """
                        + JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("F6: a transferee that hangs up leaves the transferor with the target")
    Stream<DynamicTest> aTransfereeThatHangsUpLeavesTheConsultation() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> BYE
                        b< 200
                        b> 487 INVITE
                        b< ACK
                        a1< NOTIFY 487 terminated
                        a1> 200
                        a1< BYE Reason:"SIP;cause=487*"
                        a1> 200
                        +8s
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        """,
                allowed());
    }

    private static final String CAROL_GOES =
            ASKED
                    + """
                    b< re-INVITE offer=none
                    c> BYE
                    c< 200
                    a1< NOTIFY 480 terminated
                    a1> 200
                    a2< BYE
                    a2> 200
                    """;

    private static final String BOB_GOES =
            """
            +5s
            b> BYE
            b< 200
            a1< BYE
            a1> 200
            """;

    @TestFactory
    @DisplayName("F7: a target that hangs up leaves the transferor with the transferee")
    Stream<DynamicTest> aTargetThatHangsUpLeavesTheOldCall() {
        return AttendedPlaying.inOrder(
                CAROL_GOES
                        + """
                        b> 200
                        b< ACK answer=a1 dir=sendonly
                        """
                        + BOB_GOES,
                allowed());
    }

    @TestFactory
    @DisplayName("F7: a transferee that moves its media just then: the transferor is told")
    Stream<DynamicTest> aTransfereeThatMovesWhenTheTargetHangsUp() {
        return AttendedPlaying.inOrder(
                CAROL_GOES
                        + """
                        b> 200 port=4444
                        b< ACK answer=a1 dir=sendonly
                        b< re-INVITE offer=a1 dir=sendonly
                        b> 200 port=4444
                        b< ACK
                        a1< re-INVITE offer=b dir=sendrecv
                        a1> 200 dir=sendonly
                        a1< ACK
                        """
                        + BOB_GOES,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "F5: a transferor that has left both when it fails: both are told why they are alone")
    Stream<DynamicTest> whoIsLeftAloneIsToldWhy() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        a1> BYE
                        a1< 200
                        a2> BYE
                        a2< 200
                        b> 200
                        c< re-INVITE offer=b
                        c> 488
                        c< ACK
                        b< ACK
                        a1< NOTIFY 488 terminated
                        a1> 481
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        b< BYE Reason:"SIP;cause=488*"
                        b> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("case 43: somebody else's dialog is refused, and that dialog is untouched")
    Stream<DynamicTest> somebodyElsesDialogIsRefused() {
        return TransferPlaying.everyWay(
                """
                c> INVITE to:dave
                d< INVITE
                d> 200
                d< ACK
                c< 200
                c> ACK
                a1> REFER Refer-To:dave?Replaces=[c]
                a1< 603
                +1s
                d> BYE
                d< 200
                c< BYE
                c> 200
                """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                allowed().owner("carol", "basil").owner("dave", "basil"));
    }
}
