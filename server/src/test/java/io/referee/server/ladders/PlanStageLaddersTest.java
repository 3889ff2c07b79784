package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answers;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.PlanPlaying.ends;
import static io.referee.server.ladders.PlanPlaying.isCancelled;
import static io.referee.server.ladders.PlanPlaying.refuses;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.PlanPlaying.ruled;
import static io.referee.server.ladders.PlanPlaying.scripted;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What dial strings of plans ring, and when: stages, legs that ring together, delays and limits.
class PlanStageLaddersTest {
    @TestFactory
    @DisplayName("the next stage rings when all legs of the one before have failed")
    Stream<DynamicTest> theNextStageRings() {
        return everyWay(
                CALL
                        + rings("b")
                        + rings("c")
                        + refuses("b", 486)
                        + "+5s\n"
                        + refuses("c", 480)
                        + rings("d")
                        + answersAndEnds("d"),
                dialling("bob@local&carol@local|dave@local"));
    }

    @TestFactory
    @DisplayName("of legs that ring together the first that answers wins")
    Stream<DynamicTest> theFirstOneWins() {
        return everyWay(
                CALL + rings("b") + rings("c") + answers("c") + isCancelled("b") + ends("c"),
                dialling("bob@local&carol@local|dave@local"));
    }

    @TestFactory
    @DisplayName("dt: a delayed leg rings later than the others")
    Stream<DynamicTest> aDelayedLegRingsLater() {
        return inOrder(
                CALL
                        + rings("b")
                        + "+4900ms\n+200ms\n"
                        + rings("c")
                        + answers("c")
                        + isCancelled("b")
                        + ends("c"),
                dialling("bob@local&carol@local[dt=5]"));
    }

    @TestFactory
    @DisplayName("dt: when all others have failed, the leg with the shortest delay rings at once")
    Stream<DynamicTest> theDelayedLegRingsAtOnce() {
        return inOrder(
                CALL
                        + rings("b")
                        + "+1s\n"
                        + refuses("b", 486)
                        + rings("d")
                        + refuses("d", 480)
                        + rings("c")
                        + answersAndEnds("c"),
                dialling("bob@local&carol@local[dt=20]&dave@local[dt=10]"));
    }

    @TestFactory
    @DisplayName("dt: all phones of the account whose turn it is ring at once")
    Stream<DynamicTest> allPhonesOfADelayedAccountRingAtOnce() {
        return inOrder(
                CALL
                        + rings("b")
                        + "+1s\n"
                        + refuses("b", 486)
                        + rings("c")
                        + rings("cc")
                        + answers("cc")
                        + isCancelled("c")
                        + ends("cc"),
                dialling("bob@local&carol@local[dt=20]").phone("cc", "carol"));
    }

    @TestFactory
    @DisplayName("dt: an account whose phones ring one after another waits once")
    Stream<DynamicTest> phonesOfDifferentPreferenceWaitOnce() {
        return inOrder(
                CALL
                        + rings("b")
                        + "+4900ms\n+200ms\n"
                        + rings("c")
                        + rings("ccc")
                        + "c> 486\nc< ACK\nccc> 486\nccc< ACK\n"
                        + rings("cc")
                        + answers("cc")
                        + isCancelled("b")
                        + ends("cc"),
                dialling("bob@local&carol@local[dt=5]")
                        .phone("cc", "carol")
                        .phone("ccc", "carol")
                        .preferred("cc", 0.5));
    }

    @TestFactory
    @DisplayName("CANCEL: a leg whose turn has not come never rings")
    Stream<DynamicTest> aCallerWhoGivesUpStopsDelayedLegs() {
        return inOrder(
                CALL
                        + rings("b")
                        + "b> 180\na1< 180\n+1s\na1> CANCEL\na1< 487\n"
                        + isCancelled("b")
                        + "+10s\n",
                dialling("bob@local&carol@local[dt=5]"));
    }

    @TestFactory
    @DisplayName("CANCEL: the second stage stops ringing, too")
    Stream<DynamicTest> aCallerWhoGivesUpStopsTheSecondStage() {
        return everyWay(
                CALL
                        + rings("b")
                        + refuses("b", 486)
                        + rings("c")
                        + "c> 180\na1<? 180\na1> CANCEL\na1< 487\n"
                        + isCancelled("c"),
                dialling("bob@local|carol@local|dave@local"));
    }

    @TestFactory
    @DisplayName("cd: both are hung up when the time is over")
    Stream<DynamicTest> aTalkLimitOfALeg() {
        return everyWay(
                CALL
                        + rings("b")
                        + answers("b")
                        + """
                        +5s
                        b< BYE Reason:"*Call duration limit reached*"
                        b> 200
                        a1< BYE
                        a1> 200
                        """,
                dialling("bob@local[cd=5]"));
    }

    @TestFactory
    @DisplayName("the third argument limits the call when the leg says nothing")
    Stream<DynamicTest> aTalkLimitOfTheDial() {
        return everyWay(
                CALL
                        + rings("b")
                        + answers("b")
                        + """
                        +5s
                        b< BYE
                        b> 200
                        a1< BYE
                        a1> 200
                        """,
                scripted("Dial(bob@local, 0, 5)"));
    }

    @TestFactory
    @DisplayName("cd wins over the third argument")
    Stream<DynamicTest> theLegsTalkLimitWins() {
        return everyWay(
                CALL
                        + rings("b")
                        + answers("b")
                        + """
                        +7s
                        b< BYE
                        b> 200
                        a1< BYE
                        a1> 200
                        """,
                scripted("Dial(bob@local[cd=7], 0, 5)"));
    }

    @TestFactory
    @DisplayName("the ring limit holds for a dial with all its stages")
    Stream<DynamicTest> theRingLimitHoldsForAllStages() {
        return everyWay(
                CALL
                        + rings("b")
                        + "+3s\n"
                        + refuses("b", 486)
                        + rings("c")
                        + "+2s\n"
                        + isCancelled("c")
                        + "a1< 480\n",
                ruled(PlanBook.rule("out", "bob@local|carol@local|dave@local", "5", "")));
    }

    @TestFactory
    @DisplayName("of two legs with one URI the second is left out")
    Stream<DynamicTest> aLegWithTheSameUriIsDropped() {
        return everyWay(
                CALL
                        + rings("b")
                        + refuses("b", 486)
                        + rings("c")
                        + refuses("c", 486)
                        + "a1< 486\n",
                dialling("bob@local|bob@local&carol@local|bob@example.org"));
    }

    @TestFactory
    @DisplayName("1234.bob is the account bob when there is no other")
    Stream<DynamicTest> theDottedUserIsTheAccount() {
        return everyWay(CALL + rings("b") + answersAndEnds("b"), dialling("1234.bob@local"));
    }

    @TestFactory
    @DisplayName("an account that is not there or has no phone is left out")
    Stream<DynamicTest> unknownAccountsAndEmptyOnesAreLeftOut() {
        return everyWay(
                CALL + rings("b") + answersAndEnds("b"),
                dialling("nobody@local|dave@local|dave@local&bob@local").offline("d"));
    }

    @TestFactory
    @DisplayName("480 when no leg leads anywhere")
    Stream<DynamicTest> nobodyCanBeRung() {
        return everyWay(CALL + "a1< 480\n", dialling("nobody@local|dave@local").offline("d"));
    }

    @TestFactory
    @DisplayName("a name alone is the account")
    Stream<DynamicTest> aBareAccountName() {
        return everyWay(CALL + rings("b") + answersAndEnds("b"), dialling("bob"));
    }

    @TestFactory
    @DisplayName("an empty leg is skipped")
    Stream<DynamicTest> anEmptyLegIsSkipped() {
        return everyWay(
                CALL + rings("b") + rings("c") + answers("b") + isCancelled("c") + ends("b"),
                dialling("bob@local&&carol@local"));
    }

    @TestFactory
    @DisplayName("6xx of one leg stops those that ring beside it")
    Stream<DynamicTest> aRefusalForEverybodyStopsTheOthers() {
        return everyWay(
                CALL + rings("b") + rings("c") + refuses("b", 603) + isCancelled("c") + "a1< 603\n",
                dialling("bob@local&carol@local&dave@local[dt=9]"));
    }

    @TestFactory
    @DisplayName("an answer that crosses the CANCEL is hung up")
    Stream<DynamicTest> aLateAnswerOfALosingLeg() {
        return inOrder(
                CALL
                        + rings("b")
                        + rings("c")
                        + """
                        b> 200
                        c> 200
                        b< ACK
                        c<~ CANCEL
                        c<* ACK
                        c<* BYE
                        c> 200 BYE
                        a1< 200 answer=b
                        a1> ACK
                        """
                        + ends("b"),
                dialling("bob@local&carol@local"));
    }

    @TestFactory
    @DisplayName("an answer after the ring limit is hung up, the next stage rings on")
    Stream<DynamicTest> aLateAnswerOfAnEarlierStage() {
        return inOrder(
                CALL
                        + rings("b")
                        + "+4900ms\n+200ms\n"
                        + """
                        b< CANCEL
                        b> 200 INVITE
                        b< ACK
                        b< BYE
                        b> 200 BYE
                        """
                        + rings("c")
                        + answersAndEnds("c"),
                scripted("Dial(bob@local, 5) is TimedOut\nDial(carol@local)"));
    }

    @TestFactory
    @DisplayName("early media of several legs: each in a dialog of its own, the winner is heard")
    Stream<DynamicTest> earlyMediaOfSeveralLegs() {
        return inOrder(
                CALL
                        + rings("b")
                        + rings("c")
                        + """
                        b> 183 answer=b
                        a1< 183 answer=b
                        c> 183 answer=c
                        a1< 183 answer=c
                        c> 200
                        c< ACK
                        a1< 200 answer=c
                        a1> ACK
                        """
                        + isCancelled("b")
                        + ends("c"),
                dialling("bob@local&carol@local"));
    }
}
