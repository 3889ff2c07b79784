package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.scripted;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.LegRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// Calls that a plan places beside the one that it decides about, and calls back to a number.
class PlanCallbackLaddersTest {
    private static final String REFUSED = "a1> INVITE to:5\na1< 603\n";

    private static final String CAROL_ANSWERS =
            """
            c< INVITE offer=none from:callback to:carol
            c> 180
            +2s
            c> 200
            c< ACK dir=inactive
            """;

    private static final String BOB_ANSWERS =
            """
            b< INVITE offer=c from:alice
            b> 180
            +5s
            b> 200
            b< ACK
            c< re-INVITE offer=b
            c> 200
            c< ACK
            """;

    private static final String BOB_HANGS_UP =
            """
            +5s
            b> BYE
            b< 200
            c< BYE
            c> 200
            """;

    @TestFactory
    @DisplayName("sys.Callback: the script is over, the two are rung one after the other and talk")
    Stream<DynamicTest> twoOthersAreConnected() {
        return everyWay(
                REFUSED + CAROL_ANSWERS + BOB_ANSWERS + BOB_HANGS_UP,
                scripted("Callback(carol@local, bob@local)\nRespond(603)"));
    }

    @TestFactory
    @DisplayName("sys.Callback with a delay: nobody rings before")
    Stream<DynamicTest> afterAWhile() {
        return inOrder(
                REFUSED + "+4900ms\n" + CAROL_ANSWERS + BOB_ANSWERS + BOB_HANGS_UP,
                scripted("Callback(carol@local, bob@local, 5)\nRespond(603)"));
    }

    @TestFactory
    @DisplayName("a delay is fifteen seconds at most")
    Stream<DynamicTest> notAfterLong() {
        return inOrder(
                REFUSED + "+14900ms\n" + CAROL_ANSWERS + BOB_ANSWERS + BOB_HANGS_UP,
                scripted("Callback(carol@local, bob@local, 900)\nRespond(603)"));
    }

    @TestFactory
    @DisplayName("the first that hangs up while the second rings cancels it")
    Stream<DynamicTest> theFirstHangsUp() {
        return inOrder(
                REFUSED
                        + CAROL_ANSWERS
                        + """
                        b< INVITE
                        b> 180
                        +1s
                        c> BYE
                        c< 200
                        b< CANCEL
                        b> 487
                        b< ACK
                        """,
                scripted("Callback(carol@local, bob@local)\nRespond(603)"));
    }

    @TestFactory
    @DisplayName("when the second cannot be had, the first is hung up with the reason")
    Stream<DynamicTest> theSecondRefuses() {
        return everyWay(
                REFUSED
                        + CAROL_ANSWERS
                        + """
                        b< INVITE
                        b> 486
                        b< ACK
                        d< INVITE offer=c
                        d> 480
                        d< ACK
                        c< BYE Reason:"SIP;cause=480*"
                        c> 200
                        """,
                scripted("Callback(carol@local, bob@local|dave@local)\nRespond(603)"));
    }

    @TestFactory
    @DisplayName("each of the two rings as long as the plan says, and has its own headers")
    Stream<DynamicTest> ringTimesOfBoth() {
        return inOrder(
                REFUSED
                        + """
                        c< INVITE offer=none X-Who:first
                        c> 180
                        +9s
                        c> 200
                        c< ACK
                        b< INVITE X-Who:second
                        b> 180
                        +19900ms
                        b< CANCEL
                        b> 487
                        b< ACK
                        c< BYE
                        c> 200
                        """,
                scripted(
                        "Callback(carol@local, bob@local, 0, 10, 20, X-Who: first, X-Who: second)\n"
                                + "Respond(603)"));
    }

    @TestFactory
    @DisplayName("a plan places three calls beside its own, not four")
    Stream<DynamicTest> threeAtMost() {
        return inOrder(
                REFUSED
                        + """
                        b< INVITE offer=none
                        b> 486
                        b< ACK
                        c< INVITE offer=none
                        c> 486
                        c< ACK
                        d< INVITE offer=none
                        d> 486
                        d< ACK
                        +60s
                        """,
                scripted(
                        "Callback(bob@local, carol@local)\nCallback(carol@local, dave@local)\n"
                                + "Callback(dave@local, bob@local)\n"
                                + "Callback(bob@local, dave@local)\nRespond(603)"));
    }

    @TestFactory
    @DisplayName("the account of the plan pays for both legs")
    Stream<DynamicTest> whoPays() {
        return inOrder(
                REFUSED + CAROL_ANSWERS + BOB_ANSWERS + BOB_HANGS_UP,
                scripted("Callback(carol@local, bob@local)\nRespond(603)")
                        .records(
                                book ->
                                        assertThat(
                                                        book.records.values().stream()
                                                                .filter(LegRecord.class::isInstance)
                                                                .map(LegRecord.class::cast)
                                                                .filter(
                                                                        PlanCallbackLaddersTest
                                                                                ::ofPlan)
                                                                .map(LegRecord::payer))
                                                .containsExactly(
                                                        "alice@example.org", "alice@example.org")));
    }

    private static boolean ofPlan(LegRecord leg) {
        return leg.createdBy().equals("dialplan");
    }

    @TestFactory
    @DisplayName("an account whose credit is used up connects nobody")
    Stream<DynamicTest> withoutCredit() {
        return inOrder(
                "a1> INVITE to:5\na1< 402\n+60s\n",
                scripted("Callback(carol@local, bob@local)\nRespond(603)")
                        .credit("alice", Duration.ZERO));
    }

    // ---- the plan named webcallback

    private static final String ALICE_AND_BOB_TALK =
            """
            a< INVITE offer=none from:bob to:alice
            a> 180
            a> 200
            a< ACK dir=inactive
            b< INVITE offer=a from:alice
            b> 200
            b< ACK
            a< re-INVITE offer=b
            a> 200
            a< ACK
            +5s
            b> BYE
            b< 200
            a< BYE
            a> 200
            """;

    private static World calledBack(String script) {
        return World.usual().plans(book -> book.scriptNamed("webcallback", script));
    }

    @TestFactory
    @DisplayName("webcallback: a rule list says whose phone calls the number")
    Stream<DynamicTest> byRules() {
        return everyWay(
                "api> webcallback number=bob\napi< 202\n" + ALICE_AND_BOB_TALK,
                World.usual().namedPlan("webcallback", World.rule("prefix", "b", "alice")));
    }

    @TestFactory
    @DisplayName("webcallback: a script that dials a phone has that phone call the number")
    Stream<DynamicTest> byAScriptThatDials() {
        return everyWay(
                "api> webcallback number=bob\napi< 202\n" + ALICE_AND_BOB_TALK,
                calledBack("Dial(alice@local)\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("webcallback: a script goes on when its first phone does not answer")
    Stream<DynamicTest> theSecondPhoneOfAScript() {
        return everyWay(
                """
                api> webcallback number=bob
                api< 202
                c< INVITE offer=none from:bob
                c> 486
                c< ACK
                """
                        + ALICE_AND_BOB_TALK,
                calledBack("Dial(carol@local) is Failed\nDial(alice@local)"));
    }

    @TestFactory
    @DisplayName("webcallback: a script that connects two others need not dial anybody")
    Stream<DynamicTest> byAScriptThatConnects() {
        return everyWay(
                """
                api> webcallback number=bob
                api< 202
                """
                        + CAROL_ANSWERS
                        + BOB_ANSWERS.replace("from:alice", "from:callback")
                        + BOB_HANGS_UP,
                calledBack("Callback(carol@local, ${EXTEN}@local)"));
    }

    @TestFactory
    @DisplayName("webcallback: without such a plan, 403; a plan that refuses is heard")
    Stream<DynamicTest> whatCannotBe() {
        return Stream.concat(
                inOrder("api> webcallback number=bob\napi< 403\n", World.usual()),
                inOrder(
                        "api> webcallback number=bob\napi< 480\n",
                        World.usual().namedPlan("webcallback", World.rule("exact", "5", "alice"))));
    }

    @TestFactory
    @DisplayName("webcallback: nobody is rung when the script ends without a dial")
    Stream<DynamicTest> aScriptThatDoesNothing() {
        return inOrder("api> webcallback number=bob\napi< 202\n+60s\n", calledBack("wait 1"));
    }

    // ---- limits

    @TestFactory
    @DisplayName("a hundred scripts of an owner run at once, the next caller hears 480")
    Stream<DynamicTest> aHundredScriptsAtOnce() {
        StringBuilder ladder = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            ladder.append("a%d> INVITE to:5\n+1ms\n".formatted(i));
        }
        ladder.append(
                "a101> INVITE to:5\n"
                        + "a101< 480 reason=\"Dial plan execution exceeded maximum allowed\"\n");
        ladder.append("+2s\n");
        for (int i = 1; i <= 100; i++) {
            ladder.append("a%d< 603\n".formatted(i));
        }
        ladder.append("a102> INVITE to:5\n+2s\na102< 603\n");
        return inOrder(ladder.toString(), scripted("wait 2\nRespond(603)"));
    }

    @TestFactory
    @DisplayName("SetCustomContent: what is no session description is not put into an INVITE")
    Stream<DynamicTest> noBodyOfItsOwn() {
        return inOrder(
                """
                a1> INVITE to:5
                b< INVITE offer=a1
                b> 486
                b< ACK
                a1< 486
                """,
                scripted("SetCustomContent(text/plain, hello)\nDial(bob@local) is Failed"));
    }

    // ---- requests

    @TestFactory
    @DisplayName("SendRequest: an INVITE is not a plan's to send, and nobody gets one")
    Stream<DynamicTest> noInvite() {
        return inOrder(
                "a1> INVITE to:5\na1< 480\n+10s\n",
                scripted(
                        "SendRequest(INVITE, bob@local, text/plain, hi, 5) is null\n"
                                + "SendRequest(BYE, bob@local, text/plain, hi, 5) is null"));
    }

    @TestFactory
    @DisplayName("SendRequest: MESSAGE to a phone, and the script hears the answer")
    Stream<DynamicTest> aMessage() {
        return inOrder(
                """
                a1> INVITE to:5
                b< MESSAGE
                b> 200
                a1< 603
                """,
                scripted("SendRequest(MESSAGE, bob@local, text/plain, hi, 5)\nRespond(603)"));
    }

    @TestFactory
    @DisplayName("SendRequest: silence is waited for eight seconds at most")
    Stream<DynamicTest> noAnswer() {
        return inOrder(
                """
                a1> INVITE to:5
                +7s
                +2s
                a1< 603
                """,
                scripted(
                                "SendRequest(MESSAGE, bob@local, text/plain, hi, 99) is null\n"
                                        + "Respond(603)")
                        .unplugged("b"));
    }
}
