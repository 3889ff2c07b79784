package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.NotifyStyles;
import io.referee.server.transfer.NotifyStyles.NotifyStyle;
import io.referee.server.transfer.TransferSettings.AcceptCode;
import io.referee.server.transfer.TransferSettings.ReferRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// Targets that cannot be reached: the two who were talking go on talking, and the transferor hears
/// the truth.
class TransferFailureLaddersTest {
    private static final ReferRules THE_END_ONLY =
            new ReferRules(
                    AcceptCode.AUTO, NotifyStyles.all(NotifyStyle.FINAL), true, false, List.of());

    @TestFactory
    @DisplayName("case 6: a busy target is told; the held call is resumed with the audio of both")
    Stream<DynamicTest> aBusyTargetLeavesTheOldCallAsItWas() {
        return TransferPlaying.everyWay(
                """
                a1> re-INVITE dir=sendonly
                b< re-INVITE offer=a1 dir=sendonly
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                """
                        + CAROL_IS_CALLED
                        + """
                        c> 486 reason="Leave me alone"
                        c< ACK
                        a1< NOTIFY 486 terminated body="SIP/2.0 486 Busy Here\\r\\n"
                        a1> 200
                        +8s
                        == Back to the transferee
                        a1> re-INVITE
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< 200 answer=b dir=sendrecv
                        a1> ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "F19: a target that answers 3xx is not followed: the transferor is told so, nobody else"
                    + " is called, and the old call goes on")
    Stream<DynamicTest> aTargetThatRedirectsIsNotFollowed() {
        return Stream.of("300 Multiple Choices", "301 Moved Permanently", "302 Moved Temporarily")
                .flatMap(
                        answer ->
                                TransferPlaying.everyWay(
                                        CAROL_IS_CALLED
                                                + """
                                                c> %s Contact:"<sip:dave@example.org>"
                                                c< ACK
                                                a1< NOTIFY %s terminated Contact:!*dave* body="SIP/2.0 %s\\r\\n"
                                                a1> 200
                                                """
                                                        .formatted(
                                                                answer.substring(0, 3),
                                                                answer.substring(0, 3),
                                                                answer)
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        allowed()));
    }

    @TestFactory
    @DisplayName("A2.6: what the target says is what the transferor is told")
    Stream<DynamicTest> everyFailureOfTheTargetIsTold() {
        return List.of(
                        "404 404", "480 480", "603 603", "503 503", "500 500", "302 302", "401 403",
                        "407 403")
                .stream()
                .flatMap(pair -> failure(pair.substring(0, 3), pair.substring(4)));
    }

    private static Stream<DynamicTest> failure(String answer, String told) {
        return TransferPlaying.inOrder(
                        CAROL_IS_CALLED
                                + """
                                c> %s
                                c< ACK
                                a1< NOTIFY %s terminated Contact:!*carol*
                                a1> 200
                                """
                                        .formatted(answer, told)
                                + BOB_ENDS_IT_WITH_ALICE,
                        allowed())
                .map(
                        test ->
                                DynamicTest.dynamicTest(
                                        answer + ", " + test.getDisplayName(),
                                        test.getExecutable()));
    }

    @TestFactory
    @DisplayName(
            "case 7: a target that never answers is cancelled after the ring timeout, and 408 is"
                    + " told")
    Stream<DynamicTest> aSilentTargetIsCancelledAfterTheRingTimeout() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180 active
                        a1> 200
                        +58900ms
                        c< CANCEL Reason:"SIP;cause=408*"
                        c> 487
                        c< ACK
                        a1< NOTIFY 408 terminated body="SIP/2.0 408 Request Timeout\\r\\n"
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    private static World toldTheEndOnly() {
        return allowed().settings(s -> s.transfer(s.transfer().refer(THE_END_ONLY)));
    }

    @TestFactory
    @DisplayName("case 7: the same, and nothing is told of the ringing")
    Stream<DynamicTest> aSilentTargetIsCancelledOnAnyLine() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +59900ms
                        c< CANCEL Reason:"SIP;cause=408*"
                        c> 487
                        c< ACK
                        a1< NOTIFY 408 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                toldTheEndOnly());
    }

    @TestFactory
    @DisplayName("a target that is switched off without saying so is told as 408")
    Stream<DynamicTest> aTargetThatIsGoneIsToldAs408() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED.replace("c< INVITE offer=b dir=sendrecv\n", "")
                        + """
                        a1< NOTIFY 480 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().offline("c"));
    }

    @TestFactory
    @DisplayName("case 91: an answer that crosses our CANCEL is acknowledged and hung up")
    Stream<DynamicTest> anAnswerThatCrossesTheCancelIsHungUp() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +59900ms
                        c< CANCEL
                        c> 200 INVITE
                        c< ACK
                        c< BYE
                        c> 200
                        a1< NOTIFY 408 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                toldTheEndOnly());
    }

    @TestFactory
    @DisplayName(
            "case 15: after a failed transfer the next one is accepted, and its NOTIFYs carry an"
                    + " id")
    Stream<DynamicTest> afterAFailedTransferTheNextOneIsAccepted() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated Event:refer
                        a1> 200
                        +2s
                        == Once more
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active Event:"refer;id=*"
                        a1> 200
                        c< INVITE offer=b
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated Event:"refer;id=*"
                        a1> 200
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 14: a second REFER while one is running is refused with 491, and the first is"
                    + " unaffected")
    Stream<DynamicTest> aSecondReferOnTheSameLegIsAnswered491() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        a1> REFER Refer-To:dave
                        a1< 491
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    /// In order: the REFER that arrives first is the one that is accepted.
    @TestFactory
    @DisplayName("case 95: transferor and transferee REFER at the same time, one of them gets 491")
    Stream<DynamicTest> whenBothSidesReferTheSecondGets491() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                b> REFER Refer-To:dave
                a1< 202
                b< 491
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().transfer("bob", io.referee.server.account.TransferMode.CONSUME));
    }
}
