package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.isCancelled;
import static io.referee.server.ladders.PlanPlaying.refuses;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.PlanPlaying.scripted;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What becomes of a call whose plan is a script: what the script is told, and what ends it.
class PlanScriptLaddersTest {
    /// Nineteen places that nobody finds.
    private static final String OUTSIDE =
            IntStream.rangeClosed(1, 18)
                    .mapToObj(i -> "x" + i + "@nowhere.example")
                    .collect(Collectors.joining("&"));

    @TestFactory
    @DisplayName("a script is told how its dial failed, and goes on")
    Stream<DynamicTest> aScriptGoesOn() {
        return everyWay(
                CALL + rings("b") + refuses("b", 486) + rings("c") + answersAndEnds("c"),
                scripted(
                        "Dial(bob@local) is Failed\n"
                                + "LastFailureStatus == 486\n"
                                + "Dial(carol@local)\n"
                                + "forever"));
    }

    @TestFactory
    @DisplayName("a dial that times out is no failure of anybody: the last one is told still")
    Stream<DynamicTest> aTimeOutHasNoFailureStatus() {
        return inOrder(
                CALL
                        + rings("b")
                        + refuses("b", 486)
                        + rings("c")
                        + "+4s\n"
                        + isCancelled("c")
                        + rings("d")
                        + answersAndEnds("d"),
                scripted(
                        "Dial(bob@local) is Failed\n"
                                + "Dial(carol@local, 4) is TimedOut\n"
                                + "LastFailureStatus == 486\n"
                                + "Dial(dave@local)"));
    }

    @TestFactory
    @DisplayName("an answer stops the script: nothing behind the dial runs")
    Stream<DynamicTest> anAnswerStopsTheScript() {
        return everyWay(
                CALL + rings("b") + answersAndEnds("b"),
                scripted("Dial(bob@local)\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("a script that ends without an answer: the caller hears the last failure")
    Stream<DynamicTest> theLastFailureIsHeard() {
        return everyWay(
                CALL
                        + rings("b")
                        + refuses("b", 404)
                        + rings("c")
                        + refuses("c", 486)
                        + "a1< 486\n",
                scripted(
                        "Dial(bob@local) is Failed\n"
                                + "Dial(carol@local) is Failed\n"
                                + "Dial(nobody@local) is Error"));
    }

    @TestFactory
    @DisplayName("a script that dials nobody: 480")
    Stream<DynamicTest> noDialAtAll() {
        return everyWay(CALL + "+1s\na1< 480\n", scripted("wait 1"));
    }

    @TestFactory
    @DisplayName("a dial that times out is no failure that the caller hears of: 480")
    Stream<DynamicTest> timedOutIsNoFailure() {
        return everyWay(
                CALL + rings("b") + "+4s\n" + isCancelled("b") + "a1< 480\n",
                scripted("Dial(bob@local, 4) is TimedOut"));
    }

    @TestFactory
    @DisplayName("an error of the script: 500 with what it was")
    Stream<DynamicTest> anErrorIs500() {
        return everyWay(
                CALL + "a1< 500 reason=\"Dial plan exception\"\n",
                scripted("raise EXCEPTION undefined method"));
    }

    @TestFactory
    @DisplayName("an error after a dial that failed: 500, not the failure")
    Stream<DynamicTest> anErrorAfterADialIs500() {
        return everyWay(
                CALL + rings("b") + refuses("b", 486) + "a1< 500 reason=\"Dial plan exception\"\n",
                scripted("Dial(bob@local)\nraise EXCEPTION undefined method"));
    }

    @TestFactory
    @DisplayName("a script that does not end is stopped after ten seconds: 480")
    Stream<DynamicTest> anEndlessScriptIsStopped() {
        return inOrder(CALL + "+9s\n+2s\na1< 480\n", scripted("forever"));
    }

    @TestFactory
    @DisplayName("behind a dial that failed a script has the ring limit and 70 s")
    Stream<DynamicTest> anEndlessScriptAfterADial() {
        return inOrder(
                CALL + rings("b") + "+10s\n" + refuses("b", 486) + "+79s\n+2s\na1< 486\n",
                scripted("Dial(bob@local, 20)\nforever"));
    }

    @TestFactory
    @DisplayName("a script may ask for more time")
    Stream<DynamicTest> moreTimeForTheScript() {
        return inOrder(
                CALL + "+19s\n+2s\na1< 480\n",
                scripted("wait 1\nExtendScriptTimeout(10)\nforever"));
    }

    @TestFactory
    @DisplayName("CANCEL while the script thinks: 487, nobody is rung")
    Stream<DynamicTest> theCallerGivesUpWhileItDecides() {
        return everyWay(
                "a1> INVITE to:5\na1<? 100\n+500ms\na1> CANCEL\na1< 487\n",
                scripted("wait 3\nDial(bob@local)").showing(World.Visible.TRYING));
    }

    @TestFactory
    @DisplayName("CANCEL while it rings stops the script, too")
    Stream<DynamicTest> theCallerGivesUpWhileItRings() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 180\na1<? 180\na1> CANCEL\na1< 487\n"
                        + isCancelled("b")
                        + "+3s\n",
                scripted("Dial(bob@local)\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("CANCEL between two dials: the second one never happens")
    Stream<DynamicTest> theCallerGivesUpBetweenDials() {
        return inOrder(
                CALL
                        + rings("b")
                        + "b> 180\na1< 180\n"
                        + refuses("b", 486)
                        + "+1s\na1> CANCEL\na1< 487\n+5s\n",
                scripted("Dial(bob@local)\nwait 3\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("Respond with 1xx is heard, and the script goes on")
    Stream<DynamicTest> itRespondsProvisionally() {
        return everyWay(
                CALL + "a1<? 183\n" + rings("b") + answersAndEnds("b"),
                scripted("Respond(183, Hold on)\nDial(bob@local)"));
    }

    @TestFactory
    @DisplayName("Respond without a reason has the usual one")
    Stream<DynamicTest> itRespondsWithoutReason() {
        return everyWay(
                CALL + "a1< 486 reason=\"Busy Here\"\n", scripted("Respond(486)\nDial(bob@local)"));
    }

    @TestFactory
    @DisplayName("Respond with 6xx ends it")
    Stream<DynamicTest> itDeclines() {
        return everyWay(
                CALL + "a1< 603 reason=\"No thanks\" X-Why:late\n",
                scripted("Respond(603, No thanks, X-Why: late)\nDial(bob@local)"));
    }

    @TestFactory
    @DisplayName("Respond with 302 has its Contact")
    Stream<DynamicTest> itRedirects() {
        return everyWay(
                CALL + "a1< 302 Contact:\"<sip:bob@elsewhere.example>\"\n",
                scripted("Respond(302, Moved, sip:bob@elsewhere.example)\nDial(bob@local)"));
    }

    @TestFactory
    @DisplayName("Respond with 200 does nothing")
    Stream<DynamicTest> itCannotAnswer() {
        return everyWay(
                CALL + rings("b") + answersAndEnds("b"),
                scripted("Respond(200, OK)\nDial(bob@local)"));
    }

    @TestFactory
    @DisplayName("a plan dials twenty legs at most, over all its dials")
    Stream<DynamicTest> noMoreThanTwentyLegs() {
        return inOrder(
                CALL
                        + rings("b")
                        + refuses("b", 486)
                        + rings("c")
                        + refuses("c", 480)
                        + "a1< 480\n",
                scripted(
                        "Dial(bob@local|"
                                + OUTSIDE
                                + ") is Failed\n"
                                + "Dial(carol@local) is Failed\n"
                                + "Dial(dave@local) is Error"));
    }

    @TestFactory
    @DisplayName("a dial string that cannot be read is an Error, and the script goes on")
    Stream<DynamicTest> aDialStringThatCannotBeRead() {
        return everyWay(
                CALL + rings("b") + answersAndEnds("b"),
                scripted("Dial(bob@local[dt=5) is Error\nDial() is Error\nDial(bob@local)"));
    }

    @TestFactory
    @DisplayName("headers that a script sets are in its INVITEs until it takes them away")
    Stream<DynamicTest> headersOfAScript() {
        return everyWay(
                CALL
                        + "b< INVITE offer=a1 X-A:1 X-B:two\n"
                        + refuses("b", 486)
                        + "c< INVITE X-A:none X-B:two\n"
                        + refuses("c", 486)
                        + "d< INVITE X-B:none\n"
                        + answersAndEnds("d"),
                scripted(
                        "SetCustomSIPHeader(X-A, 1)\n"
                                + "SetCustomSIPHeader(X-B, two)\n"
                                + "Dial(bob@local)\n"
                                + "RemoveCustomSIPHeader(X-A)\n"
                                + "Dial(carol@local)\n"
                                + "ClearCustomSIPHeaders()\n"
                                + "Dial(dave@local)"));
    }

    @TestFactory
    @DisplayName("a script cannot write the headers of the server")
    Stream<DynamicTest> forbiddenHeadersOfAScript() {
        return everyWay(
                CALL
                        + "b< INVITE offer=a1 Via:!\"*evil*\" Route:none Max-Forwards:69"
                        + " Replaces:none\n"
                        + answersAndEnds("b"),
                scripted(
                        "SetCustomSIPHeader(Via, SIP/2.0/UDP evil)\n"
                                + "SetCustomSIPHeader(Route, <sip:evil>)\n"
                                + "SetCustomSIPHeader(Max-Forwards, 3)\n"
                                + "SetCustomSIPHeader(Replaces, a)\n"
                                + "Dial(bob@local)"));
    }

    @TestFactory
    @DisplayName("From as a script sets it; options of a leg are stronger")
    Stream<DynamicTest> fromOfAScript() {
        return everyWay(
                CALL
                        + "b< INVITE offer=a1 From:\"\\\"Al\\\" <sip:al@x.example>*\"\n"
                        + "c< INVITE From:\"\\\"Al\\\" <sip:42@x.example>*\"\n"
                        + refuses("b", 486)
                        + refuses("c", 486)
                        + "d< INVITE from:alice\n"
                        + answersAndEnds("d"),
                scripted(
                        "SetFromHeader(Al, al, x.example)\n"
                                + "Dial(bob@local&carol@local[fu=42])\n"
                                + "ClearFromHeader()\n"
                                + "Dial(dave@local)"));
    }
}
