package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Transfers whose plan is a script, which takes its time.
class PlanTransferLaddersTest {
    private static final String TALK = TransferPlaying.ALICE_CALLED;

    private static final String ASKED =
            "a1> REFER Refer-To:200\na1< 202\na1< NOTIFY 100\na1> 200\n";

    private static final String CAROL_IS_RUNG = "c< INVITE offer=b\n";

    private static final String JOINED =
            TransferPlaying.CAROL_AND_BOB_ARE_JOINED
                    + TransferPlaying.ALICE_LEAVES
                    + TransferPlaying.BOB_ENDS_IT_WITH_CAROL;

    private static final String BOB_AND_ALICE_END = TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

    private static String told(int status) {
        return "a1< NOTIFY " + status + " terminated\na1> 200\n";
    }

    private static World allowed(String script) {
        return TransferPlaying.allowed().plans(book -> book.scriptNamed("transfer", script));
    }

    @TestFactory
    @DisplayName("a script named transfer says where a REFER goes")
    Stream<DynamicTest> aScriptSaysWhere() {
        return everyWay(
                TALK + ASKED + "d< INVITE offer=b\nd> 486\nd< ACK\n" + CAROL_IS_RUNG + JOINED,
                allowed("Dial(dave@local) is Failed\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("a script named transfer can read the media of the party that stays")
    Stream<DynamicTest> aScriptReadsTheMediaOfWhoStays() {
        return everyWay(
                TALK + ASKED + CAROL_IS_RUNG + JOINED,
                allowed("Body has c=IN IP4 203.0.113.2\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("a script that says no: the transferor is told its status")
    Stream<DynamicTest> aScriptSaysNo() {
        return everyWay(
                TALK + ASKED + told(403) + BOB_AND_ALICE_END, allowed("Respond(403, Not you)"));
    }

    @TestFactory
    @DisplayName("a script with an error: 500, the two talk on")
    Stream<DynamicTest> aScriptThatFails() {
        return everyWay(
                TALK + ASKED + told(500) + BOB_AND_ALICE_END, allowed("raise EXCEPTION oops"));
    }

    @TestFactory
    @DisplayName("the transferor hangs up while the script thinks: the transfer goes on")
    Stream<DynamicTest> theTransferorLeavesMeanwhile() {
        return inOrder(
                TALK
                        + ASKED
                        + "+500ms\na1> BYE\na1< 200\n+1s\n"
                        + CAROL_IS_RUNG
                        + "c> 200\n"
                        + "c< ACK\n"
                        + "b< re-INVITE offer=c\n"
                        + "b> 200\n"
                        + "b< ACK\n"
                        + "a1<~ NOTIFY 200\n"
                        + "+1s\n"
                        + "b> BYE\n"
                        + "b< 200\n"
                        + "c< BYE\n"
                        + "c> 200\n",
                allowed("wait 1\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("the transferee hangs up while the script thinks: nobody is rung")
    Stream<DynamicTest> theTransfereeLeavesMeanwhile() {
        return inOrder(
                TALK
                        + ASKED
                        + "+500ms\n"
                        + "b> BYE\n"
                        + "b< 200\n"
                        + "a1<* NOTIFY terminated\n"
                        + "a1> 200\n"
                        + "a1<* BYE\n"
                        + "a1> 200 BYE\n"
                        + "+3s\n",
                allowed("wait 1\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("an abort while the script thinks: nobody is rung, the two talk on")
    Stream<DynamicTest> anAbortMeanwhile() {
        return inOrder(
                TALK
                        + "api> transfer leg=a1 to=200\n"
                        + "api< 202\n"
                        + "+500ms\n"
                        + "api> abort\n"
                        + "api< 200\n"
                        + "+3s\n"
                        + BOB_AND_ALICE_END,
                allowed("wait 1\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("a second REFER while the script thinks: 491")
    Stream<DynamicTest> aSecondReferMeanwhile() {
        return inOrder(
                TALK + ASKED + "a1> REFER Refer-To:dave\na1< 491\n+1s\n" + CAROL_IS_RUNG + JOINED,
                allowed("wait 1\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("the same for a transfer over HTTP")
    Stream<DynamicTest> theHttpDoor() {
        return everyWay(
                TALK
                        + "api> transfer leg=a1 to=200\napi< 202\n"
                        + CAROL_IS_RUNG
                        + "c> 200\n"
                        + "c< ACK\n"
                        + "b< re-INVITE offer=c\n"
                        + "b> 200\n"
                        + "b< ACK\n"
                        + "a1< BYE\n"
                        + "a1> 200\n"
                        + "+1s\n"
                        + "b> BYE\n"
                        + "b< 200\n"
                        + "c< BYE\n"
                        + "c> 200\n",
                allowed("Dial(carol@local)"));
    }

    @TestFactory
    @DisplayName("the target sees the transferee, also through a plan of its own")
    Stream<DynamicTest> theTargetSeesTheTransferee() {
        return everyWay(
                TALK + ASKED + "c< INVITE offer=b from:bob\n" + JOINED,
                allowed("Dial(carol@local)").plans(book -> book.dialIn("carol", "carol@local")));
    }

    @TestFactory
    @DisplayName("a script that leads back to the transferee: refused when it says so")
    Stream<DynamicTest> theTransfereeIsMeant() {
        return everyWay(TALK + ASKED + told(603) + BOB_AND_ALICE_END, allowed("Dial(bob@local)"));
    }

    @TestFactory
    @DisplayName("a transfer to a number that leads to an account whose plan rings others")
    Stream<DynamicTest> aPlanWithinATransfer() {
        return everyWay(
                TALK
                        + ASKED
                        + "d< INVITE offer=b\n"
                        + JOINED.replace("c>", "d>").replace("c<", "d<").replace("=c", "=d"),
                allowed("Dial(music@local)")
                        .phone("m", "music")
                        .offline("m")
                        .plans(book -> book.dialIn("music", "dave@local")));
    }

    @TestFactory
    @DisplayName("case 53: an application that a plan reached goes on with the transferee")
    Stream<DynamicTest> aConsultationThroughAPlan() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + AttendedPlaying.JOINED
                        + AttendedPlaying.ALICE_LEAVES
                        + AttendedPlaying.BOB_ENDS_IT,
                AttendedPlaying.allowed()
                        .plans(book -> book.scriptIn("carol", "Dial(carol@local)\nforever")));
    }

    @TestFactory
    @DisplayName("a transfer to an account with an in plan runs that")
    Stream<DynamicTest> aTransferToAnAccountWithAPlan() {
        return everyWay(
                TALK
                        + "a1> REFER Refer-To:dave\na1< 202\na1< NOTIFY 100\na1> 200\n+1s\n"
                        + CAROL_IS_RUNG
                        + JOINED,
                TransferPlaying.allowed()
                        .plans(book -> book.scriptIn("dave", "wait 1\nDial(carol@local)")));
    }

    @TestFactory
    @DisplayName("recovery by a plan that is a script")
    Stream<DynamicTest> recoveryThroughAScript() {
        return inOrder(
                TALK
                        + "api> transfer leg=a1 to=carol onFail=dialplan:closed\napi< 202\n"
                        + CAROL_IS_RUNG
                        + "c> 486\n"
                        + "c< ACK\n"
                        + "+1s\n"
                        + "d< INVITE\n"
                        + "d> 200\n"
                        + "d< ACK\n"
                        + "b< re-INVITE offer=d\n"
                        + "b> 200\n"
                        + "b< ACK\n"
                        + "a1< BYE\n"
                        + "a1> 200\n"
                        + "+1s\n"
                        + "b> BYE\n"
                        + "b< 200\n"
                        + "d< BYE\n"
                        + "d> 200\n",
                TransferPlaying.allowed()
                        .plans(book -> book.scriptNamed("closed", "wait 1\nDial(dave@local)")));
    }
}
