package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;
import static io.referee.server.ladders.World.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.Core;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.TransferRecord;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What becomes of the transferee when the target cannot be had (`transfers.md` A11).
class RecoveryLaddersTest {
    /// The transferor leaves, then the target refuses.
    private static final String CAROL_REFUSES_WHEN_ALICE_HAS_LEFT =
            CAROL_IS_CALLED
                    + """
                    +2s
                    a1> BYE
                    a1< 200 BYE
                    +3s
                    c> 486
                    c< ACK
                    a1< NOTIFY 486 terminated
                    a1> 200
                    """;

    private static final String CAROL_REFUSES =
            CAROL_IS_CALLED
                    + """
                    c> 486
                    c< ACK
                    a1< NOTIFY 486 terminated
                    a1> 200
                    """;

    private static World failing(String policy) {
        return allowed().recovery(policy);
    }

    @TestFactory
    @DisplayName("cases 9, 100: a transferor that has left is called back and talks again")
    Stream<DynamicTest> aTransferorThatHasLeftIsCalledBack() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        a2< INVITE offer=b from:bob From:"\\"Recall: bob\\" *" uri="sip:alice@*" Alert-Info:"*recall*"
                        +10s
                        a2> 200
                        a2< ACK
                        b< re-INVITE offer=a2
                        b> 200
                        b< ACK
                        +8s
                        b> BYE
                        b< 200
                        a2< BYE Reason:none
                        a2> 200
                        """,
                failing("recall").records(RecoveryLaddersTest::checkRecall));
    }

    @TestFactory
    @DisplayName("case 100: the transferee hears music until the transferor is there again")
    Stream<DynamicTest> theTransfereeHearsMusicMeanwhile() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        b< re-INVITE offer=none
                        a2< INVITE offer=b from:bob Alert-Info:"*recall*"
                        b> 200
                        m< INVITE offer=b dir=recvonly
                        m> 200
                        m< ACK
                        b< ACK answer=m dir=sendonly
                        +10s
                        a2> 200
                        a2< ACK
                        b< re-INVITE offer=none
                        b> 200
                        a2< re-INVITE offer=b dir=sendrecv
                        a2> 200
                        a2< ACK
                        b< ACK answer=a2 dir=sendrecv
                        m< BYE
                        m> 200
                        +8s
                        b> BYE
                        b< 200
                        a2< BYE Reason:none
                        a2> 200
                        """,
                failing("recall").phone("m", "moh").settings(RecoveryLaddersTest::withMusic));
    }

    private static Core.Settings withMusic(Core.Settings settings) {
        MediaRules rules =
                new MediaRules(Strategy.AUTO, false, Optional.of("sip:moh@example.org"), false);
        return settings.transfer(settings.transfer().media(rules));
    }

    private static void checkRecall(Facts.Book book) {
        List<TransferRecord> transfers =
                book.records.values().stream()
                        .filter(TransferRecord.class::isInstance)
                        .map(TransferRecord.class::cast)
                        .sorted(Comparator.comparing(TransferRecord::requestedAt))
                        .toList();
        assertThat(transfers).extracting(TransferRecord::door).containsExactly("refer", "recall");
        assertThat(transfers.getFirst().recovery()).isEqualTo("recall");
        assertThat(transfers.getFirst().outcome()).isEqualTo(TransferRecord.Outcome.FAILED);
        assertThat(transfers.getLast().outcome()).isEqualTo(TransferRecord.Outcome.COMPLETED);
        assertThat(transfers.getLast().account()).isEqualTo("alice@example.org");
    }

    @TestFactory
    @DisplayName("case 100: a transferor that does not take the call back: hung up with the reason")
    Stream<DynamicTest> aRecallThatNobodyTakesEndsTheCall() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        a2< INVITE offer=b
                        +59900ms
                        a2< CANCEL Reason:"SIP;cause=408*"
                        a2> 487
                        a2< ACK
                        b< BYE Reason:"SIP;cause=408*"
                        b> 200
                        """,
                failing("recall"));
    }

    @TestFactory
    @DisplayName("A11: a recall that is refused goes on to another destination")
    Stream<DynamicTest> aRecallThatIsRefusedGoesOnToAnotherDestination() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        a2< INVITE offer=b
                        a2> 486
                        a2< ACK
                        d< INVITE offer=b from:bob
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        +8s
                        d> BYE
                        d< 200
                        b< BYE
                        b> 200
                        """,
                failing("recall,to:dave"));
    }

    @TestFactory
    @DisplayName("A11: the transferee hangs up while the transferor is called back")
    Stream<DynamicTest> aTransfereeThatDoesNotWaitStopsTheRecall() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        a2< INVITE offer=b
                        +2s
                        b> BYE
                        b< 200
                        a2< CANCEL
                        a2> 487
                        a2< ACK
                        """,
                failing("recall"));
    }

    @TestFactory
    @DisplayName("A11: the transferee's own re-INVITE while the transferor is called back is used")
    Stream<DynamicTest> theTransfereesNewMediaDuringTheRecallAreUsed() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        a2< INVITE offer=b
                        b> re-INVITE port=4444
                        b< 200
                        b> ACK
                        a2> 200
                        a2< ACK
                        b< re-INVITE offer=a2
                        b> 200 port=4444
                        b< ACK
                        a2< re-INVITE offer=b
                        a2> 200
                        a2< ACK
                        +8s
                        a2> BYE
                        a2< 200
                        b< BYE
                        b> 200
                        """,
                failing("recall"));
    }

    @TestFactory
    @DisplayName("A11: recall leaves two who are still connected as they are")
    Stream<DynamicTest> recallLeavesTwoWhoAreConnectedAsTheyAre() {
        return TransferPlaying.everyWay(CAROL_REFUSES + BOB_ENDS_IT_WITH_ALICE, failing("recall"));
    }

    @TestFactory
    @DisplayName("A11: hangup parts two who are still connected, both with the reason")
    Stream<DynamicTest> hangupPartsTwoWhoAreConnected() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES
                        + """
                        b< BYE Reason:"SIP;cause=486;text=\\"Busy Here\\""
                        b> 200
                        a1< BYE Reason:"SIP;cause=486;text=\\"Busy Here\\""
                        a1> 200
                        """,
                failing("hangup"));
    }

    @TestFactory
    @DisplayName("A11: the step behind one that leads nowhere counts: `to:nobody,hangup`")
    Stream<DynamicTest> hangupBehindAStepThatLeadsNowhereParts() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES
                        + """
                        b< BYE Reason:"SIP;cause=486;text=\\"Busy Here\\""
                        b> 200
                        a1< BYE Reason:"SIP;cause=486;text=\\"Busy Here\\""
                        a1> 200
                        """,
                failing("to:nobody,hangup"));
    }

    @TestFactory
    @DisplayName("A11: `recall,hangup` hangs up nobody who still talks")
    Stream<DynamicTest> hangupBehindRecallLeavesTwoWhoTalk() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES + BOB_ENDS_IT_WITH_ALICE, failing("recall,hangup"));
    }

    @TestFactory
    @DisplayName("A11: another destination is tried when the transferor has heard of the failure")
    Stream<DynamicTest> anotherDestinationIsTriedWhileTheTwoStillTalk() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES
                        + """
                        d< INVITE offer=b from:bob
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        a1< BYE
                        a1> 200
                        +8s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                failing("to:dave"));
    }

    @TestFactory
    @DisplayName("A11: when the other destination fails too, the two talk on")
    Stream<DynamicTest> whenTheOtherDestinationFailsTooTheTwoTalkOn() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES
                        + """
                        d< INVITE offer=b
                        d> 603
                        d< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                failing("to:dave"));
    }

    @TestFactory
    @DisplayName("A11: the transferor leaves while the other destination rings, which then fails")
    Stream<DynamicTest> theTransferorLeavesWhileTheOtherDestinationRings() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES
                        + """
                        d< INVITE offer=b
                        a1> BYE
                        a1< 200
                        d> 603
                        d< ACK
                        a2< INVITE offer=b
                        a2> 480
                        a2< ACK
                        b< BYE Reason:"SIP;cause=480*"
                        b> 200
                        """,
                failing("to:dave,recall"));
    }

    @TestFactory
    @DisplayName("A11: a dial plan says where the transferee is brought")
    Stream<DynamicTest> aDialPlanSaysWhereTheTransfereeIsBrought() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        d< INVITE offer=b
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        +8s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                failing("dialplan:closed").namedPlan("closed", rule("prefix", "c", "dave")));
    }

    @TestFactory
    @DisplayName("A11: a plan or destination that leads nowhere is like none")
    Stream<DynamicTest> whatLeadsNowhereIsLikeNone() {
        return Stream.of("to:nobody", "dialplan:none", "to:sip:x@elsewhere.example")
                .flatMap(
                        policy ->
                                TransferPlaying.inOrder(
                                                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                                                        + """
                                                        b< BYE Reason:"SIP;cause=486*"
                                                        b> 200
                                                        """,
                                                failing(policy))
                                        .map(
                                                test ->
                                                        DynamicTest.dynamicTest(
                                                                policy
                                                                        + ", "
                                                                        + test.getDisplayName(),
                                                                test.getExecutable())));
    }

    @TestFactory
    @DisplayName("A11: the policy of one request over HTTP goes before the configured one")
    Stream<DynamicTest> thePolicyOfARequestGoesFirst() {
        return TransferPlaying.everyWay(
                """
                api> transfer leg=a1 to=carol onFail=to:dave
                api< 202
                c< INVITE offer=b
                c> 486
                c< ACK
                d< INVITE offer=b
                d> 200
                d< ACK
                b< re-INVITE offer=d
                b> 200
                b< ACK
                a1< BYE
                a1> 200
                +1s
                b> BYE
                b< 200
                d< BYE
                d> 200
                """,
                failing("hangup"));
    }

    @TestFactory
    @DisplayName("A11: no second transfer begins while somebody is sought for the transferee")
    Stream<DynamicTest> noOtherTransferWhileSomebodyIsSought() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES
                        + """
                        d< INVITE offer=b
                        a1> REFER Refer-To:carol
                        a1< 491
                        d> 603
                        d< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                failing("to:dave"));
    }

    @TestFactory
    @DisplayName("A11: a join that fails when the transferor has left is followed by a recall")
    Stream<DynamicTest> aJoinThatFailsIsFollowedByARecall() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> BYE
                        a1< 200
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 403
                        b< ACK
                        c< BYE Reason:"SIP;cause=488*"
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 481
                        a2< INVITE offer=b
                        a2> 200
                        a2< ACK
                        b< re-INVITE offer=a2
                        b> 200
                        b< ACK
                        +1s
                        b> BYE
                        b< 200
                        a2< BYE
                        a2> 200
                        """,
                failing("recall"));
    }

    @TestFactory
    @DisplayName("F18: a transferor that resumes while the target rings gives the transfer up")
    Stream<DynamicTest> aTransferorThatResumesGivesTheTransferUp() {
        return TransferPlaying.inOrder(
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
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        a1> re-INVITE
                        c< CANCEL
                        c> 487
                        c< ACK
                        a1< NOTIFY 487 terminated
                        a1> 200 NOTIFY
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< 200 INVITE
                        a1> ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().recovery("restore", World.Recovering.ABORT_ON_UNHOLD));
    }
}
