package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.RedirectLaddersTest.BOB_RINGS;
import static io.referee.server.ladders.RedirectLaddersTest.CAROL_ANSWERS;
import static io.referee.server.ladders.World.rule;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A call that still rings goes to an account whose dial plan takes its time to say what becomes of
/// that (`transfers.md` A17): whoever rings rings on until then.
class LateRedirectLaddersTest {
    private static final String CAROL_IS_ASKED_FOR =
            """
            api> redirect leg=a1 to=carol
            api< 202
            +700ms
            """;

    private static final String CAROL_RINGS_INSTEAD =
            """
            +200ms
            b<* CANCEL Reason:"SIP;cause=302*"
            c<* INVITE offer=a1
            b> 487
            b< ACK
            """;

    /// What carol's plan says after a second.
    private static World saying(String words) {
        return World.usual().plans(book -> book.scriptIn("carol", "wait 1\n" + words));
    }

    private static World willing() {
        return saying("Dial(carol@local)");
    }

    private static World unwilling() {
        return saying("Respond(603)");
    }

    @TestFactory
    @DisplayName("A17: whoever rings is cancelled when the plan has said who is rung instead")
    Stream<DynamicTest> whoeverRingsRingsOn() {
        return Playing.everyWay(
                BOB_RINGS
                        + CAROL_IS_ASKED_FOR
                        + CAROL_RINGS_INSTEAD
                        + CAROL_ANSWERS
                        + "api> outcome completed code=200 linked=1\napi< 200\n",
                willing());
    }

    @TestFactory
    @DisplayName("A17: so it is when the caller's own plan leads to an account with such a plan")
    Stream<DynamicTest> aPlanThatLeadsToAPlan() {
        return inOrder(
                BOB_RINGS.replace("to:bob", "to:1")
                        + CAROL_IS_ASKED_FOR.replace("to=carol", "to=3")
                        + CAROL_RINGS_INSTEAD
                        + CAROL_ANSWERS,
                willing().plan("alice", rule("exact", "1", "bob"), rule("exact", "3", "carol")));
    }

    @TestFactory
    @DisplayName("A17: the plan says no: whoever rings rings on, and may answer")
    Stream<DynamicTest> thePlanSaysNo() {
        return inOrder(
                BOB_RINGS
                        + CAROL_IS_ASKED_FOR
                        + """
                        +1s
                        api> outcome failed code=603
                        api< 200
                        b> 200
                        b< ACK
                        a1< 200 answer=b
                        a1> ACK
                        +1s
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        """,
                unwilling());
    }

    @TestFactory
    @DisplayName("A17: whoever rings answers before the plan has decided: the call is answered")
    Stream<DynamicTest> anAnswerBeforeTheDecision() {
        return inOrder(
                BOB_RINGS
                        + CAROL_IS_ASKED_FOR
                        + """
                        b> 200
                        b< ACK
                        a1< 200 answer=b
                        a1> ACK
                        +2s
                        api> outcome aborted code=487
                        api< 200
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        """,
                willing());
    }

    @TestFactory
    @DisplayName("A17: whoever rings refuses meanwhile: the caller waits for the plan")
    Stream<DynamicTest> aRefusalBeforeTheDecision() {
        return inOrder(
                BOB_RINGS
                        + CAROL_IS_ASKED_FOR
                        + """
                        b> 486
                        b< ACK
                        +200ms
                        c<* INVITE offer=a1
                        """
                        + CAROL_ANSWERS,
                willing());
    }

    @TestFactory
    @DisplayName("A17: and hears of that refusal when the plan says no")
    Stream<DynamicTest> bothSayNo() {
        return inOrder(
                BOB_RINGS
                        + CAROL_IS_ASKED_FOR
                        + """
                        b> 486
                        b< ACK
                        +200ms
                        a1< 486
                        api> outcome failed code=603
                        api< 200
                        """,
                unwilling());
    }

    @TestFactory
    @DisplayName("A17: a caller that gives up before the plan has decided")
    Stream<DynamicTest> theCallerGivesUp() {
        return inOrder(
                BOB_RINGS
                        + CAROL_IS_ASKED_FOR
                        + """
                        a1> CANCEL
                        a1<* 487
                        b<* CANCEL
                        b> 487
                        b< ACK
                        api> outcome aborted code=487
                        api< 200
                        +2s
                        """,
                willing());
    }

    @TestFactory
    @DisplayName("A17: sent elsewhere once more before the plan has decided")
    Stream<DynamicTest> sentElsewhereOnceMore() {
        return inOrder(
                BOB_RINGS
                        + CAROL_IS_ASKED_FOR
                        + """
                        api> redirect leg=a1 to=dave
                        api< 202
                        b<* CANCEL
                        d<* INVITE offer=a1
                        b> 487
                        b< ACK
                        +2s
                        """
                        + CAROL_ANSWERS
                                .replace("c>", "d>")
                                .replace("c<", "d<")
                                .replace("answer=c", "answer=d"),
                willing());
    }
}
