package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings.PassRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// REFERs that are passed on, and whose sender asks for the subscription itself, or for it once
/// more when it has hung up (`transfers.md` A1 rules 5 and 7, 0.7).
class PassedEventsLaddersTest {
    /// Alice is named a URI of the server, not bob's; the server subscribes to bob's.
    private static final String ACCEPTED =
            """
            a1> REFER Refer-To:carol Require:explicitsub
            b< REFER Require:explicitsub Refer-Sub:none
            b> 200 Refer-Events-At:"<sip:s3cret@198.51.100.2:5060;gr>"
            a1< 200 REFER Refer-Events-At:"<sip:*@192.0.2.1:5060;gr>" Refer-Events-At:!*s3cret* Require:none
            b2< SUBSCRIBE uri="sip:s3cret@198.51.100.2:5060;gr" Event:refer Expires:180 Target-Dialog:* Contact:*
            """;

    private static final String THE_SERVER_SUBSCRIBES =
            ACCEPTED
                    + """
                    b2> 200 Expires:180
                    b2> NOTIFY Event:refer Subscription-State:active;expires=180 body="SIP/2.0 100 Trying" type=message/sipfrag
                    b2< 200 NOTIFY
                    """;

    private static final String ALICE_SUBSCRIBES =
            """
            a2> SUBSCRIBE events Event:refer Expires:300
            a2< 200 SUBSCRIBE Expires:* Contact:*
            a2<* NOTIFY 100 active Event:refer
            a2> 200 NOTIFY
            """;

    private static String bobTells(String status) {
        return """
        b2> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 %s" type=message/sipfrag
        b2< 200 NOTIFY
        """
                .formatted(status);
    }

    private static World allowed() {
        return World.usual().transfer("alice", TransferMode.PASS);
    }

    private static World fallingBack() {
        return allowed().settings(s -> s.transfer(s.transfer().pass(new PassRules(true, false))));
    }

    @TestFactory
    @DisplayName(
            "case 23, A1 rule 7: explicitsub is passed on: who subscribes at our URI hears what bob"
                    + " tells at his")
    Stream<DynamicTest> explicitsubIsPassedOn() {
        return TransferPlaying.everyWay(
                THE_SERVER_SUBSCRIBES
                        + ALICE_SUBSCRIBES
                        + """
                        +1s
                        b2> NOTIFY Event:refer Subscription-State:active;expires=170 body="SIP/2.0 180 Ringing" type=message/sipfrag
                        b2< 200 NOTIFY
                        a2< NOTIFY 180 active
                        a2> 200
                        """
                        + bobTells("486 Busy Here")
                        + """
                        a2< NOTIFY 486 terminated
                        a2> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 23, A1 rule 7: a late subscriber is told the end that bob told us")
    Stream<DynamicTest> aLateSubscriberHearsTheEnd() {
        return TransferPlaying.inOrder(
                THE_SERVER_SUBSCRIBES
                        + bobTells("200 OK")
                        + """
                        +50s
                        a2> SUBSCRIBE events Event:refer Expires:300
                        a2< 200 SUBSCRIBE
                        a2< NOTIFY 200 terminated
                        a2> 200
                        +60s
                        a3> SUBSCRIBE events Event:refer Expires:300
                        a3< 403
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("A1 rule 7: the subscription outlives the call, at both ends")
    Stream<DynamicTest> theSubscriptionOutlivesTheCall() {
        return TransferPlaying.inOrder(
                THE_SERVER_SUBSCRIBES
                        + ALICE_SUBSCRIBES
                        + """
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        +50s
                        """
                        + bobTells("200 OK")
                        + """
                        a2< NOTIFY 200 terminated
                        a2> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("A1: a bob who tells nothing at his URI: the subscribers learn that nobody knows")
    Stream<DynamicTest> nobodyTells() {
        return TransferPlaying.inOrder(
                THE_SERVER_SUBSCRIBES
                        + """
                        +134900ms
                        b2< SUBSCRIBE Event:refer Expires:180
                        b2> 200 Expires:180
                        b2> NOTIFY Event:refer Subscription-State:active;expires=180 body="SIP/2.0 100 Trying" type=message/sipfrag
                        b2< 200 NOTIFY
                        """
                        + ALICE_SUBSCRIBES
                        + """
                        +44900ms
                        a2< NOTIFY 100 terminated Subscription-State:"terminated;reason=giveup"
                        a2> 200
                        b2< SUBSCRIBE Event:refer Expires:0
                        b2> 200 Expires:0
                        """
                        + bobTells("100 Trying")
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "A1: a bob who refuses our SUBSCRIBE, or names no URI: nobody knows, the call lives")
    Stream<DynamicTest> bobRefusesToTell() {
        String unknown =
                """
                a2< NOTIFY 100 terminated Subscription-State:"terminated;reason=giveup"
                a2> 200
                a3> SUBSCRIBE events Event:refer Expires:300
                a3< 200 SUBSCRIBE
                a3< NOTIFY 100 terminated Subscription-State:"terminated;reason=giveup"
                a3> 200
                a1> REFER Refer-To:dave
                b< REFER Refer-To:dave
                b> 603
                a1< 603
                """;
        return Stream.concat(
                TransferPlaying.inOrder(
                        ACCEPTED
                                + ALICE_SUBSCRIBES
                                + "b2> 403 SUBSCRIBE\n"
                                + unknown
                                + BOB_ENDS_IT_WITH_ALICE,
                        allowed()),
                TransferPlaying.inOrder(
                        """
                        a1> REFER Refer-To:carol Require:explicitsub
                        b< REFER Require:explicitsub
                        b> 200
                        a1< 200 REFER Refer-Events-At:*
                        """
                                + ALICE_SUBSCRIBES
                                + "+31900ms\n"
                                + unknown
                                + BOB_ENDS_IT_WITH_ALICE,
                        allowed()));
    }

    @TestFactory
    @DisplayName("case 24: a bob who does not know explicitsub: alice is told so, with its name")
    Stream<DynamicTest> bobDoesNotKnowIt() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol Require:explicitsub
                b< REFER Require:explicitsub
                b> 420 Unsupported:explicitsub
                a1< 420 REFER Unsupported:explicitsub
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 5, A1 rule 7: with the fallback explicitsub is served by us")
    Stream<DynamicTest> withTheFallbackItIsOurs() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol Require:explicitsub
                b< REFER Require:explicitsub
                b> 405
                a1< 200 REFER Refer-Events-At:*
                c< INVITE offer=b
                """
                        + ALICE_SUBSCRIBES
                        + """
                        c> 486
                        c< ACK
                        a2< NOTIFY 486 terminated
                        a2> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                fallingBack());
    }

    @TestFactory
    @DisplayName("A1 rule 5, RFC 5057 §5.5: a SUBSCRIBE behind the BYE still reaches bob")
    Stream<DynamicTest> aSubscribeBehindTheBye() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                b< REFER
                b> 202
                a1< 202
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                a1> SUBSCRIBE Event:refer Expires:300
                b< SUBSCRIBE Event:* Expires:300
                b> 200 Expires:300
                a1< 200 SUBSCRIBE Expires:300
                b> NOTIFY Event:refer Subscription-State:active;expires=300 body="SIP/2.0 180 Ringing" type=message/sipfrag
                b< 200 NOTIFY
                a1< NOTIFY 180 active
                a1> 200
                b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 200 OK" type=message/sipfrag
                b< 200 NOTIFY
                a1< NOTIFY 200 terminated
                a1> 200
                a1> SUBSCRIBE Event:refer Expires:300
                a1< 481
                """,
                allowed());
    }
}
