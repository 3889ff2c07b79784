package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.AuditEntry;
import io.referee.server.transfer.TransferSettings.ReferRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// REFER and SUBSCRIBE outside of calls.
class OutOfDialogLaddersTest {
    private static World open() {
        return allowed()
                .settings(
                        s ->
                                s.transfer(
                                        s.transfer()
                                                .refer(
                                                        new ReferRules(
                                                                s.transfer().refer().acceptCode(),
                                                                s.transfer().refer().notifyStyle(),
                                                                true,
                                                                true,
                                                                s.transfer().refer().headers()))));
    }

    private static final String CLICKED =
            """
            a2> REFER to:alice Refer-To:bob
            a2< 200 REFER Contact:*
            a2< NOTIFY 100 active Event:refer
            a2> 200
            """;

    @TestFactory
    @DisplayName(
            "B45: an account refers itself: it is called, then the target, and is told how it goes")
    Stream<DynamicTest> clickToDial() {
        return Playing.everyWay(
                """
                a2> REFER to:alice Refer-To:bob
                a2< 200 REFER Contact:*
                a2<* NOTIFY 100 active Event:refer
                a2> 200 NOTIFY
                a< INVITE offer=none
                a> 200
                a< ACK
                b< INVITE offer=a from:alice
                b> 200
                b< ACK
                a< re-INVITE offer=b
                a> 200
                a< ACK
                a2<* NOTIFY 200 terminated
                a2> 200 NOTIFY
                +3s
                b> BYE
                b< 200
                a< BYE
                a> 200
                """,
                open());
    }

    @TestFactory
    @DisplayName("B45: a target that is busy is told, and the account is hung up")
    Stream<DynamicTest> clickToDialInVain() {
        return Playing.inOrder(
                CLICKED
                        + """
                        a< INVITE offer=none
                        a> 200
                        a< ACK
                        b< INVITE
                        b> 180
                        +1s
                        a2< NOTIFY 180 active
                        a2> 200
                        b> 486 INVITE
                        b< ACK
                        a< BYE Reason:"SIP;cause=486*"
                        a> 200
                        a2< NOTIFY 486 terminated
                        a2> 200
                        """,
                open());
    }

    @TestFactory
    @DisplayName("B45: an account that does not answer itself is told so")
    Stream<DynamicTest> clickToDialUnanswered() {
        return Playing.inOrder(
                """
                a2> REFER to:alice Refer-To:bob
                a2< 200 REFER
                a2< NOTIFY 100 active
                a2> 200
                a< INVITE
                a> 603
                a< ACK
                a2< NOTIFY 603 terminated
                a2> 200
                """,
                open());
    }

    @TestFactory
    @DisplayName(
            "S11, B31: off by default; the registrar is nobody to refer; strangers are refused")
    Stream<DynamicTest> whoMayNotIsRefused() {
        return Stream.concat(
                Playing.inOrder(
                        """
                        a2> REFER to:alice Refer-To:bob
                        a2< 403
                        a3> REFER to:"sip:example.org" Refer-To:bob
                        a3< 405 Allow:*INVITE*
                        """,
                        World.usual()),
                Playing.inOrder(
                        """
                        a2> REFER to:bob Refer-To:carol
                        a2< 403
                        a3> REFER to:alice Refer-To:"<http://x.example>"
                        a3< 603
                        a4> REFER to:alice
                        a4< 400
                        g> REFER to:alice Refer-To:bob
                        g< 403
                        """,
                        open().records(
                                        book ->
                                                assertThat(book.audit)
                                                        .extracting(AuditEntry::reason)
                                                        .containsExactly(
                                                                "REFER by alice@example.org of"
                                                                        + " another phone: 403",
                                                                "REFER outside of a call: 603",
                                                                "REFER outside of a call: 400",
                                                                "REFER outside of a call: 403"))));
    }

    @TestFactory
    @DisplayName("B31: one's own phone may be called by another name of this server")
    Stream<DynamicTest> ownPhonesMayBeCalledByAnotherNameOfTheServer() {
        return Playing.inOrder(
                """
                a2> REFER to:"sip:alice@pbx.example.net" Refer-To:bob
                a2< 200 REFER
                a2< NOTIFY 100 active
                a2> 200
                a< INVITE
                a> 603
                a< ACK
                a2< NOTIFY 603 terminated
                a2> 200
                """,
                open().records(book -> assertThat(book.audit).isEmpty()));
    }

    @TestFactory
    @DisplayName("B1, RFC 4538: a REFER with the Target-Dialog of its sender is one of that call")
    Stream<DynamicTest> aTargetDialogNamesTheCall() {
        return TransferPlaying.inOrder(
                """
                a2> REFER to:alice Refer-To:carol Target-Dialog:a1
                a2< 200 REFER
                a2< NOTIFY 100 active
                a2> 200
                c< INVITE offer=b dir=sendrecv
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a2< NOTIFY 200 terminated
                        a2> 200
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                open());
    }

    @TestFactory
    @DisplayName("RFC 4538: an unmatched Target-Dialog is ignored")
    Stream<DynamicTest> anotherTargetDialogIsIgnored() {
        return Playing.inOrder(
                """
                a2> REFER to:alice Refer-To:bob Target-Dialog:"x@y;local-tag=1;remote-tag=2"
                a2< 200 REFER
                a2< NOTIFY 100 active
                a2> 200
                a< INVITE
                a> 486
                a< ACK
                a2< NOTIFY 486 terminated
                a2> 200
                """,
                open());
    }

    // ---- explicit subscriptions

    private static final String EXPLICIT =
            """
            a1> REFER Refer-To:carol Require:explicitsub
            a1< 200 REFER Refer-Events-At:"<sip:*@192.0.2.1:5060;gr>" Require:none
            c< INVITE offer=b
            """;

    @TestFactory
    @DisplayName(
            "case 23, B36: explicitsub: no NOTIFY in the dialog, but to who subscribes at the URI")
    Stream<DynamicTest> anExplicitSubscription() {
        return TransferPlaying.everyWay(
                EXPLICIT
                        + """
                        a2> SUBSCRIBE events Event:refer Expires:300
                        a2< 200 SUBSCRIBE Expires:* Contact:*
                        a2<* NOTIFY 100 active Event:refer
                        a2> 200 NOTIFY
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a2< NOTIFY 200 terminated
                        a2> 200
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 23: sixty seconds after the end the state is still served, later it is not")
    Stream<DynamicTest> aLateSubscriberIsServed() {
        return TransferPlaying.inOrder(
                EXPLICIT
                        + """
                        c> 486
                        c< ACK
                        +60s
                        a2> SUBSCRIBE events Event:refer Expires:300
                        a2< 200 SUBSCRIBE
                        a2< NOTIFY 486 terminated
                        a2> 200
                        +60s
                        a3> SUBSCRIBE events Event:refer Expires:300
                        a3< 403
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("case 23: Expires: 0 is told once; a ninth subscriber is refused")
    Stream<DynamicTest> tooManyAreRefused() {
        StringBuilder eight = new StringBuilder();
        for (int leg = 3; leg < 11; leg++) {
            eight.append(
                    """
                    a%1$d> SUBSCRIBE events Event:refer Expires:300
                    a%1$d< 200 SUBSCRIBE
                    a%1$d< NOTIFY 100 active
                    a%1$d> 489
                    """
                            .formatted(leg));
        }
        return TransferPlaying.inOrder(
                EXPLICIT
                        + """
                        a2> SUBSCRIBE events Event:refer Expires:0
                        a2< 200 SUBSCRIBE Expires:0
                        a2< NOTIFY 100 terminated
                        a2> 200
                        """
                        + eight
                        + """
                        a11> SUBSCRIBE events Event:refer Expires:300
                        a11< 480
                        c> 486 INVITE
                        c< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("A4b: within the dialog of a REFER the subscription is refreshed and ended")
    Stream<DynamicTest> theSubscriptionIsRefreshedAndEnded() {
        return Playing.inOrder(
                """
                a2> REFER to:alice Refer-To:bob
                a2< 200 REFER
                a2< NOTIFY 100 active
                a2> 200
                a< INVITE
                a> 180
                a2> SUBSCRIBE Event:refer Expires:300
                a2< 200 SUBSCRIBE Expires:120
                a2< NOTIFY 100 active
                a2> 200
                a2> SUBSCRIBE Event:refer Expires:0
                a2< 200 SUBSCRIBE Expires:0
                a2< NOTIFY 100 terminated
                a2> 200
                a2> SUBSCRIBE Event:refer Expires:300
                a2< 481
                a> 603 INVITE
                a< ACK
                """,
                open());
    }

    @TestFactory
    @DisplayName("S19, B29: a SUBSCRIBE to a guessed URI is refused")
    Stream<DynamicTest> aGuessedUriIsRefused() {
        return Playing.inOrder(
                """
                g> SUBSCRIBE to:"sip:guess@example.org" Event:refer
                g< 403
                g2> SUBSCRIBE to:"sip:guess@example.org" Event:presence
                g2< 489
                """,
                World.usual());
    }
}
