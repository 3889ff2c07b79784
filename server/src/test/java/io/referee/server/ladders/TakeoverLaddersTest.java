package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.AuditEntry;
import io.referee.server.transfer.TransferSettings;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// INVITE with Replaces (`transfers.md` A5.3): alice talks with bob, and her other phone `n` or
/// somebody else takes her place.
class TakeoverLaddersTest {
    private static final String TAKEN =
            """
            b< re-INVITE offer=n
            b> 200
            b< ACK
            n< 200 answer=b
            n> ACK
            a1< BYE Reason:"SIP;cause=200;text=\\"Replaced\\""
            a1> 200
            """;

    private static final String BOB_ENDS_IT =
            """
            +8s
            b> BYE
            b< 200
            n< BYE
            n> 200
            """;

    /// The other phone of alice does not ring.
    private static World two() {
        return World.usual().phone("n", "alice").offline("n");
    }

    private static String refused(String invite, int status) {
        return invite + "\n" + invite.charAt(0) + "< " + status + "\n";
    }

    @TestFactory
    @DisplayName("case 55: the other phone of the account takes the call over")
    Stream<DynamicTest> theOtherPhoneOfTheAccountTakesOver() {
        return TransferPlaying.everyWay(
                "n> INVITE to:bob Replaces:[a1]\n" + TAKEN + BOB_ENDS_IT, two());
    }

    @TestFactory
    @DisplayName("case 55: `Require: replaces` is understood; an account of the same owner may too")
    Stream<DynamicTest> anAccountOfTheSameOwnerMayTakeOver() {
        return TransferPlaying.inOrder(
                "d> INVITE to:bob Replaces:[a1] Require:replaces\n"
                        + (TAKEN + BOB_ENDS_IT)
                                .replace("n<", "d<")
                                .replace("n>", "d>")
                                .replace("=n", "=d"),
                World.usual());
    }

    @TestFactory
    @DisplayName("A5.3: a newcomer without an offer gets that of the one that stays")
    Stream<DynamicTest> aNewcomerWithoutAnOfferGetsOne() {
        return TransferPlaying.everyWay(
                """
                n> INVITE to:bob Replaces:[a1] offer=none
                b< re-INVITE offer=none
                b> 200
                n< 200 offer=b
                n> ACK answer=n
                b< ACK answer=n
                a1< BYE Reason:"SIP;cause=200*"
                a1> 200
                """
                        + BOB_ENDS_IT,
                two());
    }

    @TestFactory
    @DisplayName("case 56: early-only does not fit a call that is answered: 486")
    Stream<DynamicTest> earlyOnlyDoesNotFitAnAnsweredCall() {
        return TransferPlaying.everyWay(
                refused("n> INVITE to:bob Replaces:[a1];early-only", 486) + BOB_ENDS_IT_WITH_ALICE,
                two());
    }

    @TestFactory
    @DisplayName("case 57: no such dialog: 481")
    Stream<DynamicTest> noSuchDialog() {
        return TransferPlaying.everyWay(
                refused("n> INVITE to:bob Replaces:x;to-tag=1;from-tag=2", 481)
                        + refused("g> INVITE to:bob Replaces:x;to-tag=1;from-tag=2", 481)
                        + BOB_ENDS_IT_WITH_ALICE,
                two());
    }

    @TestFactory
    @DisplayName("case 58: a dialog that has ended a while ago: 603")
    Stream<DynamicTest> anEndedDialog() {
        return TransferPlaying.everyWay(
                """
                b> BYE
                b< 200
                a1< BYE
                a1> 200
                +5s
                """
                        + refused("n> INVITE to:bob Replaces:[a1]", 603),
                two());
    }

    @TestFactory
    @DisplayName("case 59: two Replaces, one beside Join, one in another request: 400")
    Stream<DynamicTest> replacesInTheWrongPlace() {
        return TransferPlaying.everyWay(
                refused("n> INVITE to:bob Replaces:[a1] Replaces:[a1]", 400)
                        + refused("n> INVITE to:bob Replaces:[a1] Join:[a1]", 400)
                        + refused("n> OPTIONS to:bob Replaces:[a1]", 400)
                        + """
                        a1> re-INVITE Replaces:[a1]
                        a1< 400
                        a1> INFO Replaces:[a1]
                        a1< 400
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                two());
    }

    @TestFactory
    @DisplayName("cases 60, 81, S8: who may not is refused with 403, and nothing changes")
    Stream<DynamicTest> whoMayNotIsRefused() {
        return TransferPlaying.everyWay(
                refused("g> INVITE to:bob Replaces:[a1]", 403)
                        + refused("d> INVITE to:bob Replaces:[a1]", 403)
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual()
                        .owner("dave", "basil")
                        .records(
                                book ->
                                        assertThat(book.audit)
                                                .extracting(AuditEntry::type)
                                                .containsExactly(
                                                        "security.refused", "security.refused")));
    }

    @TestFactory
    @DisplayName("case 60: a wrong password is refused, and nothing changes")
    Stream<DynamicTest> whoDoesNotProveWhoItIsIsRefused() {
        return TransferPlaying.inOrder(
                refused("n> INVITE to:bob Replaces:[a1]", 403) + BOB_ENDS_IT_WITH_ALICE,
                two().password("n", "wrong"));
    }

    @TestFactory
    @DisplayName(
            "case 61: media that the other party does not take: 488, and the call keeps its own")
    Stream<DynamicTest> mediaThatDoNotFitChangeNothing() {
        return TransferPlaying.everyWay(
                """
                n> INVITE to:bob Replaces:[a1]
                b< re-INVITE offer=n
                b> 488
                b< ACK
                n< 488
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                two());
    }

    @TestFactory
    @DisplayName("a newcomer that gives up changes nothing")
    Stream<DynamicTest> aNewcomerThatGivesUpChangesNothing() {
        return TransferPlaying.inOrder(
                """
                n> INVITE to:bob Replaces:[a1]
                b< re-INVITE offer=n
                b> 100
                n> CANCEL
                n< 487
                b< CANCEL
                b> 487 INVITE
                b< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                two());
    }

    @TestFactory
    @DisplayName("a newcomer that gives up while the answer is on its way: the media go back")
    Stream<DynamicTest> anAnswerThatCrossesTheCancelIsTakenBack() {
        return TransferPlaying.inOrder(
                """
                n> INVITE to:bob Replaces:[a1]
                b< re-INVITE offer=n
                n> CANCEL
                n< 487
                b> 200
                b<~ CANCEL
                b< ACK
                b< re-INVITE offer=a1
                b> 200
                b< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                two());
    }

    @TestFactory
    @DisplayName("the replaced one may hang up meanwhile; the one that stays may not be lost")
    Stream<DynamicTest> theReplacedOneMayHangUpMeanwhile() {
        return TransferPlaying.inOrder(
                """
                n> INVITE to:bob Replaces:[a1]
                b< re-INVITE offer=n
                a1> BYE
                a1< 200
                b> 200
                b< ACK
                n< 200 answer=b
                n> ACK
                """
                        + BOB_ENDS_IT,
                two());
    }

    @TestFactory
    @DisplayName("the one that stays hangs up: the newcomer hears 480")
    Stream<DynamicTest> theOneThatStaysMayHangUp() {
        return TransferPlaying.inOrder(
                """
                n> INVITE to:bob Replaces:[a1]
                b< re-INVITE offer=n
                b> BYE
                b< 200
                b<~ CANCEL
                n< 480
                a1< BYE
                a1> 200
                b> 487 INVITE
                b< ACK
                """,
                two());
    }

    @TestFactory
    @DisplayName("case 62: a ringing phone's call is taken at another phone, with one answer")
    Stream<DynamicTest> aRingingCallIsPickedUpElsewhere() {
        return Playing.inOrder(
                """
                a> INVITE to:bob
                b< INVITE offer=a
                b> 180
                a< 180
                +1s
                d> INVITE to:bob Replaces:[b];early-only
                d< 200 answer=a
                d> ACK
                a< 200 answer=d
                a> ACK
                b< CANCEL Reason:"SIP;cause=200;text=\\"Call completed elsewhere\\""
                b> 487
                b< ACK
                +5s
                d> BYE
                d< 200
                a< BYE
                a> 200
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 62: a pickup without a common format is refused, and the phone rings on")
    Stream<DynamicTest> aPickupWithoutACommonFormatIsRefused() {
        return Playing.inOrder(
                """
                a> INVITE to:bob formats=0
                b< INVITE offer=a
                b> 180
                a< 180
                d> INVITE to:bob Replaces:[b] formats=8
                d< 488
                b> 200
                b< ACK
                a< 200
                a> ACK
                +1s
                a> BYE
                a< 200
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 63: an unanswered call of somebody else: 481, and it rings on")
    Stream<DynamicTest> anUnansweredCallCannotBeTakenOver() {
        return Playing.everyWay(
                """
                a> INVITE to:carol Require:100rel
                c< INVITE offer=a
                c> 180 Require:100rel RSeq:1
                c< PRACK
                c> 200 PRACK
                a< 180
                a> PRACK
                a< 200 PRACK
                n> INVITE to:carol Replaces:[a]
                n< 481
                c> 200
                c< ACK
                a< 200 answer=c
                a> ACK
                +1s
                c> BYE
                c< 200
                a< BYE
                a> 200
                """,
                two());
    }

    private static final String CAROL_RINGS =
            """
            a> INVITE to:carol Require:100rel
            c< INVITE offer=a
            c> 180 Require:100rel RSeq:1
            c< PRACK
            c> 200 PRACK
            a< 180
            a> PRACK
            a< 200 PRACK
            n> INVITE to:carol Replaces:[a]
            n<? 180
            +2s
            """;

    private static World takingOver() {
        TransferSettings.ReplacesRules rules =
                new TransferSettings.ReplacesRules(false, true, false);
        return two().settings(s -> s.transfer(s.transfer().replaces(rules)));
    }

    @TestFactory
    @DisplayName("case 63: with `replaces.takeover` the newcomer hears 180 and is answered instead")
    Stream<DynamicTest> anUnansweredCallIsTakenOverWhenAllowed() {
        return Playing.everyWay(
                CAROL_RINGS
                        + """
                        c> 200
                        c< ACK
                        c< re-INVITE offer=n
                        c> 200
                        c< ACK
                        n< 200 answer=c
                        n> ACK
                        a< 487
                        +5s
                        c> BYE
                        c< 200
                        n< BYE
                        n> 200
                        """,
                takingOver());
    }

    @TestFactory
    @DisplayName("case 63: a target that refuses is told to both")
    Stream<DynamicTest> aTargetThatRefusesIsToldToBoth() {
        return Playing.inOrder(
                CAROL_RINGS
                        + """
                        c> 486
                        c< ACK
                        n< 486
                        a< 486
                        """,
                takingOver());
    }

    @TestFactory
    @DisplayName("case 63: a newcomer that gives up leaves the call as it was")
    Stream<DynamicTest> aNewcomerThatGivesUpLeavesTheCallThatRings() {
        return Playing.inOrder(
                CAROL_RINGS
                        + """
                        n> CANCEL
                        n< 487
                        c> 200
                        c< ACK
                        a< 200 answer=c
                        a> ACK
                        +1s
                        c> BYE
                        c< 200
                        a< BYE
                        a> 200
                        """,
                takingOver());
    }

    @TestFactory
    @DisplayName(
            "case 63: the caller that is to be replaced may give up; then only the newcomer waits")
    Stream<DynamicTest> theCallerMayGiveUpMeanwhile() {
        return Playing.inOrder(
                CAROL_RINGS
                        + """
                        a> CANCEL
                        a< 487
                        +1s
                        n> CANCEL
                        n< 487
                        c< CANCEL
                        c> 487
                        c< ACK
                        """,
                takingOver());
    }
}
