package io.referee.server.ladders;

import static io.referee.server.ladders.DialogEventPlaying.DAVE_STOPS_WATCHING;
import static io.referee.server.ladders.DialogEventPlaying.watching;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// Dave watches the calls of an account (RFC 4235): what he sees of an ordinary call.
class DialogEventLaddersTest {
    private static final String ALICE_CALLS_BOB =
            """
            a> INVITE to:bob
            b< INVITE offer=a
            """;

    private static final String BOB_ANSWERS =
            """
            b> 200 INVITE
            b< ACK
            a< 200 answer=b
            a> ACK
            """;

    @TestFactory
    @DisplayName("case 80: a watcher of the caller sees its call begin, be answered and end")
    Stream<DynamicTest> theCallersDialogIsSeen() {
        return Playing.everyWay(
                watching("alice")
                        + ALICE_CALLS_BOB
                        + """
                        d1< NOTIFY active dialogs=partial count=1 of=a state=proceeding direction=initiator remote=bob
                        d1> 200
                        +1s
                        """
                        + BOB_ANSWERS
                        + """
                        d1< NOTIFY active dialogs=partial count=1 of=a state=confirmed local=alice remote=bob
                        d1> 200
                        +1s
                        a> BYE
                        a< 200
                        b< BYE
                        b> 200
                        d1< NOTIFY active dialogs=partial count=1 of=a state=terminated event=local-bye
                        d1> 200
                        """
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 80: a watcher of the called party sees it ring, too")
    Stream<DynamicTest> theCalledPartysDialogIsSeen() {
        String rings =
                """
                b> 180
                a< 180
                d1< NOTIFY active dialogs=partial count=1 of=b state=early remote=alice
                d1> 200
                +1s
                """;
        return Stream.concat(
                Playing.inOrder(calledParty(rings), World.usual()),
                Playing.everyWay(calledParty(""), World.usual()));
    }

    /// What is heard of the called party, with this before it answers.
    private static String calledParty(String rings) {
        return watching("bob")
                + ALICE_CALLS_BOB
                + """
                d1< NOTIFY active dialogs=partial count=1 state=trying direction=recipient remote=alice
                d1> 200
                +1s
                """
                + rings
                + BOB_ANSWERS
                + """
                d1< NOTIFY active of=b state=confirmed event=none local=bob remote=alice
                d1> 200
                +1s
                a> BYE
                a< 200
                b< BYE
                b> 200
                d1< NOTIFY active of=b state=terminated event=remote-bye
                d1> 200
                """
                + DAVE_STOPS_WATCHING;
    }

    @TestFactory
    @DisplayName("a call that is refused ends as rejected with its status, for both")
    Stream<DynamicTest> aRefusedCallIsRejected() {
        return Stream.of("alice", "bob")
                .flatMap(
                        watched ->
                                Playing.inOrder(
                                        watching(watched)
                                                + ALICE_CALLS_BOB
                                                + """
                                                d1< NOTIFY active count=1
                                                d1> 200
                                                +1s
                                                b> 486 INVITE
                                                b< ACK
                                                a< 486
                                                d1< NOTIFY active state=terminated event=rejected code=486
                                                d1> 200
                                                """
                                                + DAVE_STOPS_WATCHING,
                                        World.usual()));
    }

    @TestFactory
    @DisplayName("a call that its caller gives up ends as cancelled, for both")
    Stream<DynamicTest> anAbandonedCallIsCancelled() {
        return Stream.of("alice", "bob")
                .flatMap(
                        watched ->
                                Playing.inOrder(
                                        watching(watched)
                                                + ALICE_CALLS_BOB
                                                + """
                                                b> 180
                                                a< 180
                                                d1<* NOTIFY active count=1
                                                d1> 200
                                                +1s
                                                d1<* NOTIFY active state=early
                                                d1> 200
                                                +1s
                                                a> CANCEL
                                                a< 487
                                                b< CANCEL
                                                b> 487 INVITE
                                                b< ACK
                                                d1< NOTIFY active state=terminated event=cancelled
                                                d1> 200
                                                """
                                                + DAVE_STOPS_WATCHING,
                                        World.usual()));
    }

    @TestFactory
    @DisplayName("the first NOTIFY tells all that there is; so does the one after a refresh")
    Stream<DynamicTest> theFirstNotifyTellsAll() {
        return TransferPlaying.inOrder(
                """
                d1> SUBSCRIBE to:alice Event:dialog Expires:600
                d1< 200 SUBSCRIBE Expires:600 Contact:*
                d1< NOTIFY active dialogs=full version=0 entity=alice count=1 of=a1 state=confirmed remote=bob
                d1> 200
                +1s
                a2> INVITE to:carol
                c< INVITE
                c> 200
                c< ACK
                a2< 200
                a2> ACK
                d1<* NOTIFY dialogs=partial count=1 of=a2 state=proceeding
                d1> 200
                +1s
                d1<* NOTIFY dialogs=partial count=1 of=a2 state=confirmed version=2
                d1> 200
                d1> SUBSCRIBE Event:dialog Expires:300
                d1< 200 SUBSCRIBE Expires:300
                d1< NOTIFY active dialogs=full version=3 count=2 of=a2 Subscription-State:"active;expires=300"
                d1> 200
                +1s
                a2> BYE
                a2< 200
                c< BYE
                c> 200
                d1< NOTIFY dialogs=partial of=a2 state=terminated
                d1> 200
                """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE
                        + """
                        d1< NOTIFY dialogs=partial of=a1 state=terminated event=remote-bye
                        d1> 200
                        """
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }

    @TestFactory
    @DisplayName("A13: all that happens within a second comes in one NOTIFY, and no end is lost")
    Stream<DynamicTest> aSecondsChangesComeTogether() {
        return Playing.inOrder(
                """
                d1> SUBSCRIBE to:alice Event:dialog Expires:600
                d1< 200 SUBSCRIBE
                d1< NOTIFY dialogs=full count=0 version=0
                d1> 200
                a> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a< 200
                a> ACK
                a> BYE
                a< 200
                b< BYE
                b> 200
                +500ms
                +300ms
                d1< NOTIFY dialogs=partial count=1 version=1 of=a state=terminated event=local-bye
                d1> 200
                """
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }

    @TestFactory
    @DisplayName("a phone that has forgotten its call ends as error, a silent one as timeout")
    Stream<DynamicTest> aLostPhoneIsSeen() {
        return Stream.concat(
                Playing.inOrder(lost("a1> 481 OPTIONS\n", "error"), probed()),
                Playing.inOrder(lost("+32s\n", "timeout"), probed()));
    }

    private static World probed() {
        return World.usual().probing(Duration.ofSeconds(40));
    }

    private static String lost(String answer, String event) {
        return TransferPlaying.ALICE_CALLED
                + """
                d1> SUBSCRIBE to:alice Event:dialog Expires:600
                d1< 200
                d1< NOTIFY dialogs=full of=a1 state=confirmed
                d1> 200
                +38800ms
                b< OPTIONS
                b> 200
                a1< OPTIONS
                """
                + answer
                + """
                a1< BYE
                a1> 481 BYE
                b< BYE
                b> 200 BYE
                d1< NOTIFY of=a1 state=terminated event=%s
                d1> 200
                """
                        .formatted(event)
                + DAVE_STOPS_WATCHING;
    }

    @TestFactory
    @DisplayName("a document holds 25 dialogs; the others come with the next one")
    Stream<DynamicTest> aDocumentHoldsTwentyFiveDialogs() {
        StringBuilder calls = new StringBuilder();
        StringBuilder ends = new StringBuilder();
        for (int leg = 1; leg <= 26; leg++) {
            calls.append("a%1$d> INVITE to:bob\nb%1$d< INVITE\n".formatted(leg));
            ends.append("b%1$d> 486 INVITE\nb%1$d< ACK\na%1$d< 486\n".formatted(leg));
        }
        return Playing.plainly(
                calls
                        + """
                        d1> SUBSCRIBE to:alice Event:dialog Expires:600
                        d1< 200
                        d1< NOTIFY dialogs=full count=25
                        d1> 200
                        +800ms
                        d1< NOTIFY dialogs=partial count=1
                        d1> 200
                        +1s
                        """
                        + ends
                        + """
                        d1< NOTIFY dialogs=partial state=terminated count=1
                        d1> 200
                        +1s
                        d1< NOTIFY dialogs=partial state=terminated count=25
                        d1> 200
                        """
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }

    @TestFactory
    @DisplayName("a caller that wants to be hidden is hidden from watchers; names are escaped")
    Stream<DynamicTest> whatPeersSayIsHandledWithCare() {
        return Stream.concat(
                Playing.inOrder(
                        seenBy(
                                "Privacy:id",
                                "display=Anonymous remote=\"sip:anonymous@anonymous.invalid\""),
                        World.usual()),
                Playing.inOrder(
                        seenBy(
                                "from:\"\\\"<&'>\\\" <sip:gina@elsewhere.example>\"",
                                "display=\"<&'>\" remote=\"sip:gina@elsewhere.example\""),
                        World.usual()));
    }

    private static String seenBy(String said, String seen) {
        return watching("bob")
                + """
                g> INVITE to:bob %s
                b< INVITE
                d1< NOTIFY active of=b direction=recipient %s
                d1> 200
                +1s
                b> 200 INVITE
                b< ACK
                g< 200
                g> ACK
                d1< NOTIFY active of=b state=confirmed %s
                d1> 200
                +1s
                g> BYE
                g< 200
                b< BYE
                b> 200
                d1< NOTIFY active of=b state=terminated event=remote-bye
                d1> 200
                """
                        .formatted(said, seen, seen)
                + DAVE_STOPS_WATCHING;
    }
}
