package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.TransferMode;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// The dial plan named `onRefer` decides about a REFER (mode `ask`, `transfers.md` 0.5).
class ReferPlanLaddersTest {
    private static final String PLAN = "onRefer";

    private static final String REFUSED =
            """
            a1> REFER Refer-To:carol
            a1< 603 Warning:"399 referee *"
            """;

    private static World asking() {
        return World.usual().transfer("alice", TransferMode.ASK);
    }

    private static World ruled(String match, String pattern, String command, String parameters) {
        return asking().plans(
                        book ->
                                book.named(
                                        PLAN,
                                        new DialPlan.Rule(
                                                "out", match, pattern, command, parameters)));
    }

    private static World scripted(String script) {
        return asking().plans(book -> book.scriptNamed(PLAN, script));
    }

    /// One row, of a transfer that never began, with these words.
    private static void blocked(Facts.Book book, String reason) {
        assertThat(
                        book.records.values().stream()
                                .filter(TransferRecord.class::isInstance)
                                .map(TransferRecord.class::cast))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.stage()).isEqualTo("admission");
                            assertThat(row.reason()).isEqualTo(reason);
                        });
    }

    @TestFactory
    @DisplayName("a rule that accepts: the owner is not asked")
    Stream<DynamicTest> aRuleAccepts() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED + CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES + BOB_ENDS_IT_WITH_CAROL,
                ruled("exact", "carol", "acceptTransfer", ""));
    }

    @TestFactory
    @DisplayName("a rule that accepts names another target")
    Stream<DynamicTest> aRuleNamesAnotherTarget() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace("Refer-To:carol", "Refer-To:\"<sip:9carol@far.example>\"")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                ruled("prefix", "9", "acceptTransfer", "${EXTEN:1}@local"));
    }

    @TestFactory
    @DisplayName("what a plan accepts must still be allowed")
    Stream<DynamicTest> whatAPlanAcceptsMustBeAllowed() {
        return TransferPlaying.everyWay(
                REFUSED + BOB_ENDS_IT_WITH_ALICE,
                ruled("exact", "carol", "acceptTransfer", "1900@far.example"));
    }

    @TestFactory
    @DisplayName("a rule that refuses: its status is the answer, and the call goes on")
    Stream<DynamicTest> aRuleRefuses() {
        return TransferPlaying.everyWay(
                "a1> REFER Refer-To:carol\na1< 403\n" + BOB_ENDS_IT_WITH_ALICE,
                ruled("exact", "carol", "reject", "403 Not there")
                        .records(book -> blocked(book, "Not there")));
    }

    @TestFactory
    @DisplayName("a status that would end the call is told as 603")
    Stream<DynamicTest> aStatusThatWouldEndTheCall() {
        return TransferPlaying.everyWay(
                REFUSED + BOB_ENDS_IT_WITH_ALICE, ruled("exact", "carol", "reject", "404 Nobody"));
    }

    @TestFactory
    @DisplayName("a plan without a word allows nothing")
    Stream<DynamicTest> aPlanWithoutAWord() {
        return Stream.concat(
                TransferPlaying.everyWay(
                        REFUSED + BOB_ENDS_IT_WITH_ALICE,
                        ruled("exact", "dave", "acceptTransfer", "")),
                TransferPlaying.inOrder(
                        REFUSED + BOB_ENDS_IT_WITH_ALICE, scripted("Dial(carol@local)")));
    }

    @TestFactory
    @DisplayName("rules about calls are nothing for it, and its rules nothing for calls")
    Stream<DynamicTest> rulesAboutCallsAreNothingForIt() {
        return TransferPlaying.inOrder(
                REFUSED + BOB_ENDS_IT_WITH_ALICE, ruled("exact", "carol", "dial", "carol@local"));
    }

    @TestFactory
    @DisplayName("a rule that passes it on: the other party gets the REFER")
    Stream<DynamicTest> aRulePassesItOn() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                b< REFER Refer-To:"<sip:carol@example.org;xid=*>"
                b> 405
                a1< 603
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                ruled("exact", "carol", "passTransfer", ""));
    }

    @TestFactory
    @DisplayName("a rule that leaves it to the owner")
    Stream<DynamicTest> aRuleLeavesItToTheOwner() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                +3s
                api> decide accept
                api< 200
                c< INVITE offer=b dir=sendrecv
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                ruled("exact", "carol", "askOwner", ""));
    }

    @TestFactory
    @DisplayName("attended: the plan accepts, and the two are joined")
    Stream<DynamicTest> attended() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + AttendedPlaying.JOINED
                        + AttendedPlaying.ALICE_LEAVES
                        + AttendedPlaying.BOB_ENDS_IT,
                ruled("exact", "carol", "acceptTransfer", ""));
    }

    @TestFactory
    @DisplayName("a script may take its time; the REFER is answered then")
    Stream<DynamicTest> aScriptTakesItsTime() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                +2s
                a1> re-INVITE dir=sendonly
                b< re-INVITE dir=sendonly
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b dir=sendrecv
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                scripted("wait 3\nAcceptTransfer()"));
    }

    @TestFactory
    @DisplayName("a script that fails: 500, and the call goes on")
    Stream<DynamicTest> aScriptThatFails() {
        return TransferPlaying.everyWay(
                "a1> REFER Refer-To:carol\na1< 500\n" + BOB_ENDS_IT_WITH_ALICE,
                scripted("raise EXCEPTION undefined method"));
    }

    @TestFactory
    @DisplayName("no word within the time of an owner: 603")
    Stream<DynamicTest> aScriptThatTakesTooLong() {
        return TransferPlaying.inOrder(
                "a1> REFER Refer-To:carol\n+3s\na1< 603\n" + BOB_ENDS_IT_WITH_ALICE,
                scripted("forever")
                        .settings(
                                s ->
                                        s.transfer(
                                                s.transfer()
                                                        .times(
                                                                s.transfer()
                                                                        .times()
                                                                        .ask(
                                                                                Duration.ofSeconds(
                                                                                        3)))))
                        .records(book -> blocked(book, "The dial plan took too long")));
    }

    @TestFactory
    @DisplayName("a second REFER while the plan thinks: 491")
    Stream<DynamicTest> aSecondReferWhileThePlanThinks() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                +1s
                b> REFER Refer-To:dave
                b< 491
                +1s
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b dir=sendrecv
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                scripted("wait 2\nAcceptTransfer()").transfer("bob", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("a transferee that hangs up while the plan thinks: 603, and the call ends")
    Stream<DynamicTest> aTransfereeThatHangsUp() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                +1s
                b> BYE
                b< 200
                a1< 603
                a1< BYE
                a1> 200
                """,
                scripted("wait 3\nAcceptTransfer()"));
    }

    @TestFactory
    @DisplayName("F5: a transferor that hangs up while the plan thinks is transferred from still")
    Stream<DynamicTest> aTransferorThatHangsUp() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1> BYE
                a1< 200 BYE
                +3s
                a1< 202
                a1< NOTIFY
                a1> 200
                c< INVITE offer=b dir=sendrecv
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                scripted("wait 3\nAcceptTransfer()"));
    }

    @TestFactory
    @DisplayName("F5: when its plan refuses then, the transferee is hung up with the reason")
    Stream<DynamicTest> aTransferorThatHangsUpAndIsRefused() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1> BYE
                a1< 200 BYE
                +3s
                a1< 403
                b< BYE Reason:"SIP;cause=403*"
                b> 200
                """,
                scripted("wait 3\nRespond(403, \"Not now\")"));
    }

    @TestFactory
    @DisplayName("F5, A11: or the transferor is called back, where that is what `onFail` says")
    Stream<DynamicTest> aTransferorThatHangsUpIsCalledBack() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1> BYE
                a1< 200 BYE
                +3s
                a1< 603
                a2< INVITE offer=b Alert-Info:"*recall*"
                a2> 200
                a2< ACK
                b< re-INVITE offer=a2
                b> 200
                b< ACK
                +2s
                b> BYE
                b< 200
                a2< BYE
                a2> 200
                """,
                scripted("wait 3\nPassTransfer()").recovery("recall"));
    }

    @TestFactory
    @DisplayName("F6: a transferee that does not wait for the plan: 603, and nobody is called")
    Stream<DynamicTest> aTransfereeThatDoesNotWait() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1> BYE
                a1< 200 BYE
                +1s
                b> BYE
                b< 200
                a1< 603
                +5s
                """,
                scripted("wait 3\nAcceptTransfer()"));
    }

    @TestFactory
    @DisplayName("F5: when the owner is asked then, the transferee waits on")
    Stream<DynamicTest> aTransferorThatHangsUpAndWhoseOwnerIsAsked() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1> BYE
                a1< 200 BYE
                +3s
                a1< 202
                a1< NOTIFY
                a1> 200
                +2s
                b> BYE
                b< 200
                a1< NOTIFY 487 terminated
                a1> 200
                """,
                scripted("wait 3\nAskOwner()"));
    }

    @TestFactory
    @DisplayName("tr=d: the plan decides, whatever the account may do")
    Stream<DynamicTest> asADialStringSays() {
        return Playing.everyWay(
                """
                a1> INVITE to:5
                b< INVITE offer=a1
                b> 200
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +1s
                """
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                World.usual()
                        .plans(
                                book -> {
                                    book.dial("alice", "bob@local[tr=d]");
                                    book.named(
                                            PLAN,
                                            new DialPlan.Rule(
                                                    "out", "exact", "carol", "acceptTransfer", ""));
                                }));
    }
}
