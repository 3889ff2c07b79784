package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings;
import io.referee.server.transfer.TransferSettings.PassRules;
import io.referee.server.transfer.TransferSettings.ReferRules;
import io.referee.server.transfer.TransferSettings.Times;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Times and rules of transfers that are set to something else than usual.
class TransferSettingLaddersTest {
    private static final String PASSED_ON =
            """
            a1> REFER Refer-To:carol
            b< REFER Refer-To:carol
            b> 202
            a1< 202
            a1> BYE
            a1< 200
            """;

    private static World set(TransferMode mode, UnaryOperator<TransferSettings> change) {
        return World.usual()
                .transfer("alice", mode)
                .settings(s -> s.transfer(change.apply(s.transfer())));
    }

    private static World byeDelay() {
        return set(
                TransferMode.PASS,
                s -> s.pass(new PassRules(false, false, Duration.ofSeconds(10))));
    }

    private static World eventId(TransferMode mode) {
        return set(
                mode,
                s -> {
                    ReferRules r = s.refer();
                    return s.refer(
                            new ReferRules(
                                    r.acceptCode(),
                                    r.notifyStyle(),
                                    r.notifyAfterBye(),
                                    r.outOfDialog(),
                                    r.headers(),
                                    true,
                                    r.toForm()));
                });
    }

    @TestFactory
    @DisplayName("0.7 item 1: with refer.eventId always also the first REFER is named by its CSeq")
    Stream<DynamicTest> alsoTheFirstReferIsNamed() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active Event:"refer;id=*"
                a1> 200
                c< INVITE offer=b dir=sendrecv
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                eventId(TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("0.7 item 1: with refer.eventId always so are the NOTIFYs that are passed on")
    Stream<DynamicTest> alsoPassedNotifysAreNamed() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                b< REFER Refer-To:carol
                b> 202
                a1< 202
                b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 486 Busy Here" type=message/sipfrag
                b< 200 NOTIFY
                a1< NOTIFY 486 terminated Event:"refer;id=*"
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                eventId(TransferMode.PASS));
    }

    @TestFactory
    @DisplayName("A1 rule 6: with pass.byeDelay the BYE goes on when the other party told the end")
    Stream<DynamicTest> theByeGoesOnWhenTheEndIsTold() {
        return TransferPlaying.everyWay(
                PASSED_ON
                        + """
                        +3s
                        b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 200 OK" type=message/sipfrag
                        b< 200 NOTIFY
                        a1< NOTIFY 200 terminated
                        a1> 481
                        b< BYE
                        b> 200
                        """,
                byeDelay());
    }

    @TestFactory
    @DisplayName("A1 rule 6: with pass.byeDelay the BYE goes on after that time at the latest")
    Stream<DynamicTest> theByeGoesOnInTime() {
        return TransferPlaying.inOrder(
                PASSED_ON
                        + """
                        +9800ms
                        b< BYE
                        b> 200
                        +21800ms
                        a1< NOTIFY 100 terminated Subscription-State:"terminated;reason=giveup"
                        a1> 200
                        """,
                byeDelay());
    }

    @TestFactory
    @DisplayName("A1 rule 6: with pass.byeDelay the other party may hang up first")
    Stream<DynamicTest> theOtherPartyMayHangUpFirst() {
        return TransferPlaying.inOrder(
                PASSED_ON
                        + """
                        +2s
                        b> BYE
                        b< 200
                        +29800ms
                        a1< NOTIFY 100 terminated Subscription-State:"terminated;reason=giveup"
                        a1> 200
                        """,
                byeDelay());
    }

    @TestFactory
    @DisplayName("0.4: with reinvite.attempts 0 a 491 is not answered by another offer")
    Stream<DynamicTest> noOfferIsMadeAgain() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active Subscription-State:"active;expires=90"
                a1> 200
                c< INVITE offer=b
                c> 200
                c< ACK
                b< re-INVITE offer=c
                b> 491
                b< ACK
                b< re-INVITE offer=a1
                b> 200
                b< ACK
                c< BYE
                c> 200
                a1< NOTIFY 488 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                set(TransferMode.CONSUME, s -> s.times(noPatience(s.times()))));
    }

    private static Times noPatience(Times usual) {
        return new Times(
                usual.ring(),
                usual.notifyInterval(),
                usual.finalNotify(),
                usual.byeGrace(),
                usual.reinvite(),
                usual.firstNotify(),
                usual.supervision(),
                usual.retention(),
                usual.music(),
                usual.lateOffer(),
                usual.ask(),
                Duration.ofSeconds(90),
                0);
    }

    private static final String CAROL_REFUSES =
            CAROL_IS_CALLED
                    + """
                    c> 486
                    c< ACK
                    a1< NOTIFY 486 terminated
                    a1> 200
                    """;

    private static final String BOTH_ARE_HUNG_UP =
            """
            a1< BYE Reason:"SIP;cause=486*"
            a1> 200
            b< BYE Reason:"SIP;cause=486*"
            b> 200
            """;

    @TestFactory
    @DisplayName("A11: the transferor's account says what a failure leads to")
    Stream<DynamicTest> theAccountSaysWhatAFailureLeadsTo() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES + BOTH_ARE_HUNG_UP,
                TransferPlaying.allowed()
                        .recovery("restore")
                        .noted(notes -> notes.policies.put("alice", "hangup")));
    }

    @TestFactory
    @DisplayName("A11: the policy of another account than the transferor's says nothing")
    Stream<DynamicTest> theTransfereesAccountSaysNothing() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES + BOTH_ARE_HUNG_UP,
                TransferPlaying.allowed()
                        .recovery("hangup")
                        .noted(notes -> notes.policies.put("bob", "restore")));
    }

    @TestFactory
    @DisplayName("A11: a request over HTTP overrides the account, which overrides the settings")
    Stream<DynamicTest> theRequestOverridesTheAccount() {
        return TransferPlaying.inOrder(
                """
                api> transfer leg=a1 to=carol onFail=restore
                api< 202
                c< INVITE offer=b
                c> 486
                c< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                TransferPlaying.allowed()
                        .recovery("hangup")
                        .noted(notes -> notes.policies.put("alice", "hangup")));
    }
}
