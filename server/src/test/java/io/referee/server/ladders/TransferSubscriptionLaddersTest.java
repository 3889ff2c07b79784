package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The subscription that a REFER makes, and doing without it.
class TransferSubscriptionLaddersTest {
    @TestFactory
    @DisplayName("case 22: Refer-Sub: false is honoured, the transfer runs without a NOTIFY")
    Stream<DynamicTest> referSubFalseIsHonoured() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol Refer-Sub:false Supported:norefersub
                a1< 202 Refer-Sub:false
                c< INVITE offer=b
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("Require: norefersub is understood")
    Stream<DynamicTest> norefersubMayBeRequired() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol Refer-Sub:false Require:norefersub
                a1< 202 Refer-Sub:false
                c< INVITE offer=b
                c> 486
                c< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 23: Require: nosub is answered 200, without Refer-Sub and without a NOTIFY")
    Stream<DynamicTest> nosubMeansNoNotify() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol Require:nosub
                a1< 200 REFER Refer-Sub:none Require:none Supported:!*nosub* Contact:*
                c< INVITE offer=b
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 23: without NOTIFYs the transferor is hung up after the grace")
    Stream<DynamicTest> withoutNotifysTheTransferorIsHungUpAfterTheGrace() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol Require:nosub
                a1< 200 REFER
                c< INVITE offer=b
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        +4900ms
                        a1< BYE
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("F12: a SUBSCRIBE in the dialog refreshes and is told how it stands")
    Stream<DynamicTest> aSubscribeRefreshes() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +2s
                        a1< NOTIFY 180
                        a1> 200
                        a1> SUBSCRIBE Event:refer Expires:300
                        a1< 200 SUBSCRIBE Expires:120 Contact:*
                        a1< NOTIFY 180 active Subscription-State:"active;expires=120"
                        a1> 200
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("H28: the same REFER once more is a refresh: nobody is called twice")
    Stream<DynamicTest> theSameReferIsARefresh() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        +5s
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active Subscription-State:"active;expires=120"
                        a1> 200
                        +5s
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("H28: when the first has failed, the same REFER is a new one")
    Stream<DynamicTest> afterAFailureItIsANewOne() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        c2< INVITE offer=b
                        c2> 486
                        c2< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F11: a SUBSCRIBE with Expires: 0 ends the subscription, not the transfer")
    Stream<DynamicTest> unsubscribingDoesNotStopTheTransfer() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> SUBSCRIBE Event:refer Expires:0
                        a1< 200 SUBSCRIBE Expires:0
                        a1< NOTIFY 100 terminated
                        a1> 200
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "a SUBSCRIBE for a refer that nobody asked for is answered 403, for other events by the"
                    + " other party")
    Stream<DynamicTest> aSubscribeForNothingIsAnswered403() {
        return TransferPlaying.everyWay(
                """
                a1> SUBSCRIBE Event:refer
                a1< 403 SUBSCRIBE
                a1> SUBSCRIBE Event:presence
                b< SUBSCRIBE Event:presence
                b> 489
                a1< 489 SUBSCRIBE
                a1> SUBSCRIBE Event:referral
                b< SUBSCRIBE Event:referral
                b> 489
                a1< 489 SUBSCRIBE
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("a SUBSCRIBE for the id of another REFER is answered 403")
    Stream<DynamicTest> aSubscribeForAnotherIdIsAnswered403() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> SUBSCRIBE Event:"refer;id=99999"
                        a1< 403 SUBSCRIBE
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("0.7: what destroys the subscription and what does not")
    Stream<DynamicTest> onlySomeFailuresOfANotifyEndTheSubscription() {
        Stream<DynamicTest> deaf =
                Stream.of("404", "405", "410", "416", "480", "485", "489", "501", "604")
                        .flatMap(status -> after(status, "a1> BYE\na1< 200\n"));
        Stream<DynamicTest> alive =
                Stream.of("400", "403", "420", "500", "503", "603")
                        .flatMap(status -> after(status, ALICE_LEAVES));
        return Stream.concat(deaf, alive);
    }

    private static Stream<DynamicTest> after(String status, String farewell) {
        return TransferPlaying.inOrder(
                        """
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100
                        a1> %s
                        c< INVITE offer=b
                        """
                                        .formatted(status)
                                + CAROL_AND_BOB_ARE_JOINED
                                + farewell
                                + BOB_ENDS_IT_WITH_CAROL,
                        allowed())
                .map(
                        test ->
                                DynamicTest.dynamicTest(
                                        status + ": " + test.getDisplayName(),
                                        test.getExecutable()));
    }

    @TestFactory
    @DisplayName(
            "F10: a transferor that answers no NOTIFY at all is hung up in time, and the transfer"
                    + " succeeds")
    Stream<DynamicTest> aTransferorThatAnswersNoNotifyIsHungUpInTime() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100
                c< INVITE offer=b
                +40s
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        +4900ms
                        a1< BYE
                        a1> 200 BYE
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("0.6: who shows that it knows RFC 7647 is answered 200")
    Stream<DynamicTest> aGruuIsAnswered200() {
        return Stream.of(
                        "Contact:\"<sip:alice@198.51.100.1:5060;gr=x>\"",
                        "Target-Dialog:\"x;local-tag=1;remote-tag=2\"")
                .flatMap(
                        word ->
                                TransferPlaying.inOrder(
                                        """
                                        a1> REFER Refer-To:carol %s
                                        a1< 200 REFER
                                        a1< NOTIFY 100 active
                                        a1> 200
                                        c< INVITE
                                        c> 486
                                        c< ACK
                                        a1< NOTIFY 486 terminated
                                        a1> 200
                                        """
                                                        .formatted(word)
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        allowed()));
    }

    @TestFactory
    @DisplayName(
            "0.4: several places ring, one after the other: the subscription lasts until the end of"
                    + " it")
    Stream<DynamicTest> theSubscriptionLastsAsLongAsTheTransfer() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:"<sip:200@example.org>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                d< INVITE
                d> 180
                +1s
                a1< NOTIFY 180 active
                a1> 200
                +58900ms
                d< CANCEL
                d> 487
                d< ACK
                """
                        + """
                        e< INVITE
                        e> 180
                        +27900ms
                        a1< NOTIFY 180 active Subscription-State:"active;expires=120"
                        a1> 200
                        +31900ms
                        e< CANCEL
                        e> 487
                        e< ACK
                        c< INVITE
                        +10s
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed()
                        .phone("e", "eve")
                        .transferPlan(
                                World.rule("exact", "200", "dave"),
                                World.rule("exact", "200", "eve"),
                                World.rule("exact", "200", "carol")));
    }

    @TestFactory
    @DisplayName(
            "F11, 0.7 item 9: a subscriber that named a time itself is told until then, and the"
                    + " transfer goes on")
    Stream<DynamicTest> aSubscriptionThatExpiresEndsAndTheTransferGoesOn() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> SUBSCRIBE Event:refer Expires:30
                        a1< 200 SUBSCRIBE Expires:30
                        a1< NOTIFY 100 active Subscription-State:"active;expires=30"
                        a1> 200
                        +29900ms
                        a1< NOTIFY 100 terminated Subscription-State:"terminated;reason=timeout"
                        a1> 200
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("0.7 item 10: who has hung up hears nothing until the end, however long it takes")
    Stream<DynamicTest> whoHasHungUpIsToldTheEndAlone() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:"<sip:200@example.org>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                a1> BYE
                a1< 200
                d< INVITE
                +59900ms
                d< CANCEL
                d> 487
                d< ACK
                e< INVITE
                +59900ms
                e< CANCEL
                e> 487
                e< ACK
                c< INVITE
                +10s
                c> 486
                c< ACK
                a1< NOTIFY 486 terminated
                a1> 200
                b< BYE
                b> 200
                """,
                allowed()
                        .phone("e", "eve")
                        .transferPlan(
                                World.rule("exact", "200", "dave"),
                                World.rule("exact", "200", "eve"),
                                World.rule("exact", "200", "carol")));
    }
}
