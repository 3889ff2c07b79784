package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.AttendedPlaying.ASKED;
import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.JOINED;
import static io.referee.server.ladders.AttendedPlaying.allowed;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Attended transfers by REFER with Replaces that succeed.
class AttendedSuccessLaddersTest {
    private static final TransferSettings.ReplacesRules REMOTE =
            new TransferSettings.ReplacesRules(false, false, true);

    @TestFactory
    @DisplayName(
            "cases 38, 39, 40: transferee and target are joined whoever called whom, the"
                    + " consultation is ended by us, and both may speak")
    Stream<DynamicTest> twoCallsAreJoinedWhoeverCalledWhom() {
        return AttendedPlaying.everyWay(ASKED + JOINED + ALICE_LEAVES + BOB_ENDS_IT, allowed());
    }

    @TestFactory
    @DisplayName("case 38: `transfer: consume` allows it as well")
    Stream<DynamicTest> consumeAllowsItToo() {
        return AttendedPlaying.inOrder(
                ASKED + JOINED + ALICE_LEAVES + BOB_ENDS_IT,
                World.usual().transfer("alice", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName(
            "case 40: phones that answer as if they still were on hold are told otherwise, once")
    Stream<DynamicTest> phonesThatMirrorTheHoldAreRepaired() {
        return AttendedPlaying.everyWay(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200 dir=recvonly
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200 dir=recvonly
                        c< ACK
                        b< ACK dir=sendonly
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("case 50: the REFER goes to the target and names the transferee's dialog")
    Stream<DynamicTest> theTargetIsReferredToTheTransferee() {
        return AttendedPlaying.everyWay(
                """
                a2> REFER Refer-To:bob?Replaces=[a1]
                a2< 202
                a2< NOTIFY 100 active
                a2> 200
                c< re-INVITE offer=none
                c> 200
                b< re-INVITE offer=c dir=sendrecv
                b> 200
                b< ACK
                c< ACK answer=b
                a1< BYE Reason:"SIP;cause=200*"
                a1> 200
                a2< NOTIFY 200 terminated
                a2> 200
                a2> BYE
                a2< 200
                """
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("case 45: a transferor that hangs up both calls at once stops nothing")
    Stream<DynamicTest> aTransferorThatHangsUpBothStopsNothing() {
        return AttendedPlaying.everyWay(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        +50ms
                        a1> BYE
                        a1< 200
                        a2> BYE
                        a2< 200
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("case 46: our BYE on the dialog of the last NOTIFY waits for its answer, or 2 s")
    Stream<DynamicTest> theByeWaitsForTheAnswerToTheLastNotify() {
        return AttendedPlaying.everyWay(
                ASKED
                        + JOINED
                        + """
                        a2< BYE
                        a2> 200
                        a1< NOTIFY 200 terminated
                        +6900ms
                        a1< BYE Reason:"SIP;cause=200;text=\\"Attended transfer\\""
                        a1> 200 BYE
                        +30s
                        """
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("case 41: exchanged tags are understood when `replaces.lenient` is on")
    Stream<DynamicTest> exchangedTagsAreUnderstoodWhenAllowed() {
        return AttendedPlaying.everyWay(
                ASKED.replace("[a2]", "[a2~]") + JOINED + ALICE_LEAVES + BOB_ENDS_IT,
                allowed(new TransferSettings.ReplacesRules(true, false, false)));
    }

    @TestFactory
    @DisplayName("case 38: Replaces is read as phones write it")
    Stream<DynamicTest> replacesIsReadAsPhonesWriteIt() {
        return Stream.of(
                        "carol;Replaces=[a2]",
                        "\"sip:carol@example.org?Replaces=[a2]\"",
                        "\"<sip:carol@example.org;method=INVITE?replaces=[a2]&Require=replaces>\"")
                .flatMap(
                        referTo ->
                                AttendedPlaying.inOrder(
                                        ASKED.replace("carol?Replaces=[a2]", referTo)
                                                + JOINED
                                                + ALICE_LEAVES
                                                + BOB_ENDS_IT,
                                        allowed()));
    }

    @TestFactory
    @DisplayName("a phone that makes no offer when asked is offered what is known")
    Stream<DynamicTest> aPhoneThatMakesNoOfferIsOfferedWhatIsKnown() {
        return AttendedPlaying.everyWay(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("case 54: with `replaces.remote` the target is called with the Replaces as given")
    Stream<DynamicTest> aDialogOfAnotherServerIsCarriedThere() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:"<sip:100@elsewhere.example?Replaces=x%3Bto-tag%3D1%3Bfrom-tag%3D2>"
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b Replaces:"x;to-tag=1;from-tag=2"
                """
                        + TransferPlaying.CAROL_AND_BOB_ARE_JOINED
                        + TransferPlaying.ALICE_LEAVES
                        + BOB_ENDS_IT,
                TransferPlaying.allowed()
                        .transferPlan(World.rule("exact", "100", "carol"))
                        .settings(s -> s.transfer(s.transfer().replaces(REMOTE))));
    }
}
