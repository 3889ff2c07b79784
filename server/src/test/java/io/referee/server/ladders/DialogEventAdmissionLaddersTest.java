package io.referee.server.ladders;

import static io.referee.server.ladders.DialogEventPlaying.DAVE_STOPS_WATCHING;
import static io.referee.server.ladders.DialogEventPlaying.watching;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Who may watch the calls of an account, for how long, and how a subscription ends.
class DialogEventAdmissionLaddersTest {
    @TestFactory
    @DisplayName("case 80: the account itself and others of its owner may watch, nobody else")
    Stream<DynamicTest> whoMayWatch() {
        return Stream.concat(
                Playing.everyWay(
                        watching("dave").replace("+2s\n", "") + DAVE_STOPS_WATCHING, World.usual()),
                Playing.everyWay(
                        """
                        d1> SUBSCRIBE to:alice Event:dialog
                        d1< 403
                        g1> SUBSCRIBE to:alice Event:dialog
                        g1< 403
                        a1> SUBSCRIBE to:dave Event:dialog
                        a1< 403
                        a2> SUBSCRIBE to:nobody Event:dialog
                        a2< 404
                        """,
                        World.usual().owner("dave", "basil")));
    }

    @TestFactory
    @DisplayName("a SUBSCRIBE is challenged, and a wrong password refused")
    Stream<DynamicTest> aPasswordIsAskedFor() {
        return Stream.concat(
                Playing.inOrder(
                        """
                        d1> SUBSCRIBE to:alice Event:dialog
                        d1< 401 WWW-Authenticate:*
                        """,
                        World.usual().showing(World.Visible.CHALLENGE)),
                Playing.inOrder(
                        """
                        d1> SUBSCRIBE to:alice Event:dialog
                        d1< 403
                        """,
                        World.usual().password("d", "wrong")));
    }

    @TestFactory
    @DisplayName("too short is 423 with Min-Expires, too long becomes an hour, as does nothing")
    Stream<DynamicTest> itLastsFromAMinuteToAnHour() {
        return Playing.inOrder(
                """
                d1> SUBSCRIBE to:alice Event:dialog Expires:59
                d1< 423 Min-Expires:60
                d2> SUBSCRIBE to:alice Event:dialog Expires:soon
                d2< 400
                d3> SUBSCRIBE to:alice Event:dialog Expires:86400
                d3< 200 Expires:3600
                d3< NOTIFY active Subscription-State:"active;expires=3600"
                d3> 489
                d4> SUBSCRIBE to:alice Event:dialog
                d4< 200 Expires:3600
                d4< NOTIFY active
                d4> 489
                d5> SUBSCRIBE to:alice Event:dialog Expires:60
                d5< 200 Expires:60
                d5< NOTIFY active
                d5> 200
                +59800ms
                d5< NOTIFY terminated Subscription-State:"terminated;reason=timeout"
                d5> 200
                d5> SUBSCRIBE Event:dialog Expires:600
                d5< 481
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("Expires: 0 is told once, and nothing is kept")
    Stream<DynamicTest> itCanBeFetched() {
        return TransferPlaying.everyWay(
                """
                d1> SUBSCRIBE to:alice Event:dialog Expires:0
                d1< 200 SUBSCRIBE Expires:0
                d1<* NOTIFY terminated dialogs=full version=0 count=1 of=a1 state=confirmed
                d1> 200 NOTIFY
                """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("only who takes the document is told; packages that there are stand in a 489")
    Stream<DynamicTest> otherTypesAndPackagesAreRefused() {
        return Playing.inOrder(
                """
                d1> SUBSCRIBE to:alice Event:dialog Accept:application/pidf+xml
                d1< 406 Accept:application/dialog-info+xml
                d2> SUBSCRIBE to:alice Event:dialog Expires:0 Accept:"text/plain, application/*"
                d2< 200
                d2< NOTIFY terminated
                d2> 200
                d3> SUBSCRIBE to:alice Event:presence
                d3< 489 Allow-Events:"dialog, refer"
                d4> SUBSCRIBE to:alice Event:dialogue
                d4< 489
                d5> SUBSCRIBE to:alice Event:dialog Require:eventlist
                d5< 420 Unsupported:eventlist
                d6> SUBSCRIBE to:alice Event:dialog Contact:none
                d6< 400
                g1> OPTIONS to:alice
                g1< 200 Allow-Events:"dialog, refer" Allow:*SUBSCRIBE*
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("within the dialog: other requests, other events, and another id")
    Stream<DynamicTest> whatElseComesInTheDialog() {
        return Playing.inOrder(
                """
                d1> SUBSCRIBE to:alice Event:"dialog;id=7" Expires:600
                d1< 200
                d1< NOTIFY active Event:"dialog;id=7"
                d1> 200
                d1> SUBSCRIBE Event:refer
                d1< 489
                d1> SUBSCRIBE Event:dialog
                d1< 489
                d1> SUBSCRIBE Event:"dialog;id=7" Expires:10
                d1< 423 Min-Expires:60
                d1> REFER Refer-To:bob
                d1< 603
                d1> OPTIONS
                d1< 405
                d1> SUBSCRIBE Event:"dialog;id=7" Expires:0
                d1< 200
                d1< NOTIFY terminated Event:"dialog;id=7"
                d1> 200
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a watcher that knows nothing of the subscription, or is silent, is forgotten")
    Stream<DynamicTest> aDeadWatcherIsForgotten() {
        return Stream.concat(
                Stream.of("404", "481", "489")
                        .flatMap(status -> Playing.inOrder(lost("d1> " + status), World.usual())),
                Playing.inOrder(lost("+35s"), World.usual()));
    }

    private static String lost(String answer) {
        return """
        d1> SUBSCRIBE to:alice Event:dialog Expires:600
        d1< 200
        d1< NOTIFY active
        %s
        a> INVITE to:bob
        b< INVITE
        b> 486
        b< ACK
        a< 486
        +2s
        """
                .formatted(answer);
    }

    @TestFactory
    @DisplayName("any other failure of a NOTIFY costs that NOTIFY alone")
    Stream<DynamicTest> anotherFailureEndsNothing() {
        return Playing.inOrder(
                """
                d1> SUBSCRIBE to:alice Event:dialog Expires:600
                d1< 200
                d1< NOTIFY active version=0
                d1> 500
                +1s
                a> INVITE to:bob
                b< INVITE
                d1< NOTIFY active version=1
                d1> 200
                +1s
                b> 486 INVITE
                b< ACK
                a< 486
                d1< NOTIFY active version=2
                d1> 200
                """
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }

    @TestFactory
    @DisplayName("a fifty-first watcher of an account is refused with 480")
    Stream<DynamicTest> tooManyWatchersAreRefused() {
        StringBuilder fifty = new StringBuilder();
        for (int leg = 1; leg <= 50; leg++) {
            fifty.append(
                    """
                    d%1$d> SUBSCRIBE to:alice Event:dialog Expires:60
                    d%1$d< 200
                    d%1$d< NOTIFY active
                    d%1$d> 200
                    """
                            .formatted(leg));
        }
        StringBuilder gone = new StringBuilder("+65s\n");
        for (int leg = 1; leg <= 50; leg++) {
            gone.append("d%1$d< NOTIFY terminated\nd%1$d> 200\n".formatted(leg));
        }
        return Playing.plainly(
                fifty
                        + """
                        d51> SUBSCRIBE to:alice Event:dialog Expires:60
                        d51< 480 reason="Too many watchers of this account"
                        """
                        + gone,
                World.usual());
    }

    @TestFactory
    @DisplayName("when there are too many subscriptions in all, one more is refused with 503")
    Stream<DynamicTest> tooManyInAllAreRefused() {
        return Playing.inOrder(
                """
                api> watchers most=1
                api< 200
                """
                        + watching("alice")
                        + """
                        d2> SUBSCRIBE to:bob Event:dialog
                        d2< 503 reason="Too many watchers" Retry-After:10
                        """
                        + DAVE_STOPS_WATCHING
                        + """
                        d2> SUBSCRIBE to:bob Event:dialog Expires:0
                        d2< 200
                        d2< NOTIFY terminated
                        d2> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("who may not watch any more learns nothing when the subscription ends, either")
    Stream<DynamicTest> theEndTellsNothingToWhoMayNotKnow() {
        return TransferPlaying.inOrder(
                """
                d1> SUBSCRIBE to:alice Event:dialog Expires:60
                d1< 200
                d1< NOTIFY active count=1
                d1> 200
                api> disown account=dave
                api< 200
                +59800ms
                d1< NOTIFY terminated body=none Subscription-State:"terminated;reason=rejected"
                d1> 200
                """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("who may not watch any more cannot refresh")
    Stream<DynamicTest> whoMayNoMoreCannotRefresh() {
        return Playing.inOrder(
                watching("alice")
                        + """
                        api> disown account=dave
                        api< 200
                        d1> SUBSCRIBE Event:dialog Expires:600
                        d1< 403
                        api> shutdown
                        api< 200
                        d1< NOTIFY terminated body=none
                        d1> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("an account that loses its owner's trust is told no more: rejected")
    Stream<DynamicTest> whoMayNoMoreIsToldNoMore() {
        return Playing.inOrder(
                watching("alice")
                        + """
                        api> disown account=dave
                        api< 200
                        a> INVITE to:bob
                        b< INVITE
                        d1< NOTIFY terminated body=none Subscription-State:"terminated;reason=rejected"
                        d1> 200
                        b> 486 INVITE
                        b< ACK
                        a< 486
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a server that closes ends subscriptions, and says when to come again")
    Stream<DynamicTest> aServerThatClosesEndsThem() {
        return Playing.inOrder(
                watching("alice")
                        + """
                        api> shutdown
                        api< 200
                        d1< NOTIFY terminated Subscription-State:"terminated;reason=probation;retry-after=10"
                        d1> 200
                        d2> SUBSCRIBE to:alice Event:dialog
                        d2< 503 Retry-After:10
                        """,
                World.usual());
    }
}
