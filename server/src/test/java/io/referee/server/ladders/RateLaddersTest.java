package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answers;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.PlanPlaying.refuses;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import io.referee.server.account.Price;
import io.referee.server.account.Rate;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// Legs of dial plans that cost what a rate says. A price is written as: what a minute costs, the
/// answer, and the step in milliseconds.
class RateLaddersTest {
    private static final String EXHAUSTED =
            "Reason:\"SIP;cause=402;text=\\\"Credit exhausted\\\"\"";

    /// Both hear that the credit is used up.
    private static final String RUNS_OUT =
            "b<* BYE %1$s\nb> 200\na1<* BYE %1$s\na1> 200\n".formatted(EXHAUSTED);

    private static final String NOBODY = "a1< 480\n";

    private static Rate rate(String code, String prefix, String price) {
        return new Rate(code, prefix, "home", Price.of(price), "");
    }

    /// Alice pays in advance, by her rate plan `home`.
    private static World rated(World world, long credit, Rate... rates) {
        return world.credit("alice", Duration.ofSeconds(credit))
                .noted(notes -> notes.ratePlans.put("alice", "home"))
                .noted(notes -> notes.rates.addAll(List.of(rates)));
    }

    private static World bob(long credit, Rate... rates) {
        return rated(dialling("bob@local"), credit, rates);
    }

    /// The same on another leg of alice.
    private static String again(String ladder) {
        return ladder.replace("a1", "a2");
    }

    @TestFactory
    @DisplayName("a rate of the account's plan: half the usual price, twice the talk")
    Stream<DynamicTest> aRateSaysHowLongTheCreditLasts() {
        return everyWay(
                CALL + rings("b") + answers("b") + "+40s\n" + RUNS_OUT,
                bob(20, rate("", "b", "30 0 1000")));
    }

    @TestFactory
    @DisplayName("the longest prefix that fits counts")
    Stream<DynamicTest> theLongestPrefixCounts() {
        return inOrder(
                CALL + rings("b") + answers("b") + "+10s\n" + RUNS_OUT,
                bob(
                        20,
                        rate("", "", "1 0 1000"),
                        rate("", "bo", "120 0 1000"),
                        rate("", "b", "30 0 1000"),
                        rate("", "bobby", "1 0 1000")));
    }

    @TestFactory
    @DisplayName("rc= asks for a rate, whatever the number")
    Stream<DynamicTest> aCodeAsksForARate() {
        return everyWay(
                CALL + rings("b") + answers("b") + "+10s\n" + RUNS_OUT,
                rated(
                        dialling("bob@local[rc=gold]"),
                        20,
                        rate("", "b", "30 0 1000"),
                        rate("gold", "", "120 0 1000")));
    }

    @TestFactory
    @DisplayName("ac= and rc=: the account that is named pays, by the rate that is named")
    Stream<DynamicTest> anotherAccountPaysByTheRate() {
        return inOrder(
                CALL + rings("b") + answers("b") + "+10s\n" + RUNS_OUT,
                dialling("bob@local[ac=dave,rc=gold]")
                        .credit("dave", Duration.ofSeconds(20))
                        .noted(notes -> notes.rates.add(rate("gold", "", "120 0 1000"))));
    }

    @TestFactory
    @DisplayName("ac=: the rate plan of the account that is named counts")
    Stream<DynamicTest> theRatePlanIsThatOfWhoPays() {
        return inOrder(
                CALL + rings("b") + answers("b") + "+10s\n" + RUNS_OUT,
                dialling("bob@local[ac=dave]")
                        .credit("dave", Duration.ofSeconds(20))
                        .noted(notes -> notes.ratePlans.put("dave", "home"))
                        .noted(notes -> notes.rates.add(rate("", "b", "120 0 1000"))));
    }

    @TestFactory
    @DisplayName("no rate for the number: the leg is left out, and the other one rings")
    Stream<DynamicTest> withoutARateALegIsLeftOut() {
        return everyWay(
                CALL + rings("c") + answersAndEnds("c"),
                rated(dialling("bob@local&carol@local"), 20, rate("", "c", "60 0 1000")));
    }

    @TestFactory
    @DisplayName("rc= of a rate that there is not: the leg is left out")
    Stream<DynamicTest> aCodeThatIsNotThereLeavesTheLegOut() {
        return everyWay(CALL + NOBODY, dialling("bob@local[rc=silver]"));
    }

    @TestFactory
    @DisplayName("a leg whose answer and first step cannot be paid is left out")
    Stream<DynamicTest> withoutEnoughCreditALegIsLeftOut() {
        return everyWay(CALL + NOBODY, bob(62, rate("", "b", "60 3 60000")));
    }

    @TestFactory
    @DisplayName("an answer costs the set-up, and what is left is talk")
    Stream<DynamicTest> anAnswerCostsTheSetup() {
        return everyWay(
                CALL + rings("b") + answers("b") + "+15s\n" + RUNS_OUT,
                bob(20, rate("", "b", "60 5 1000")));
    }

    @TestFactory
    @DisplayName("what is not answered costs nothing")
    Stream<DynamicTest> whatIsNotAnsweredCostsNothing() {
        return inOrder(
                CALL
                        + rings("b")
                        + "+20s\n"
                        + refuses("b", 486)
                        + "a1< 486\n"
                        + again(CALL + rings("b") + answers("b") + "+60s\n" + RUNS_OUT),
                bob(65, rate("", "b", "60 5 60000")));
    }

    @TestFactory
    @DisplayName("a step that is begun is paid for in full")
    Stream<DynamicTest> aStepThatIsBegunIsPaidFor() {
        return inOrder(
                CALL
                        + rings("b")
                        + answersAndEnds("b")
                        + again(CALL + rings("b") + answers("b") + "+60s\n" + RUNS_OUT),
                bob(179, rate("", "b", "60 0 60000")));
    }

    @TestFactory
    @DisplayName("what costs nothing is talked at without end, and leaves the credit alone")
    Stream<DynamicTest> whatIsFreeHasNoEnd() {
        return inOrder(
                CALL
                        + rings("b")
                        + answers("b")
                        + "+100s\n"
                        + PlanPlaying.ends("b")
                        + again(CALL + rings("b") + answersAndEnds("b")),
                bob(1, rate("", "b", "0 0 1000")));
    }

    @TestFactory
    @DisplayName("two calls at one credit: the second answer that cannot be paid is hung up")
    Stream<DynamicTest> twoCallsCannotSpendTheSameCredit() {
        return inOrder(
                CALL
                        + rings("b")
                        + """
                        a2> INVITE to:5
                        b2< INVITE offer=a2
                        """
                        + answers("b")
                        + """
                        b2> 200
                        b2< ACK
                        a2< 200
                        b2<* BYE EXHAUSTED
                        b2> 200
                        a2> ACK
                        a2<* BYE EXHAUSTED
                        a2> 200
                        +60s
                        """
                                .replace("EXHAUSTED", EXHAUSTED)
                        + RUNS_OUT,
                bob(100, rate("", "b", "60 0 60000")));
    }

    @TestFactory
    @DisplayName("a transfer that a plan leads on costs whoever asked for it what its rate says")
    Stream<DynamicTest> aTransferCostsWhatTheRateSays() {
        return inOrder(
                TransferPlaying.BOB_CALLED
                        + TransferPlaying.CAROL_IS_CALLED
                        + TransferPlaying.CAROL_AND_BOB_ARE_JOINED
                        + TransferPlaying.ALICE_LEAVES
                        + """
                        +10s
                        b<* BYE EXHAUSTED
                        b> 200
                        c<* BYE EXHAUSTED
                        c> 200
                        """
                                .replace("EXHAUSTED", EXHAUSTED),
                rated(
                        TransferPlaying.allowed()
                                .transferPlan(World.rule("exact", "carol", "carol@local")),
                        20,
                        rate("", "c", "120 0 1000")));
    }

    @TestFactory
    @DisplayName("a rate goes on after a restart, from where it was")
    Stream<DynamicTest> aRateGoesOnAfterARestart() {
        return inOrder(
                CALL
                        + rings("b")
                        + answers("b")
                        + """
                        +4s
                        api> kill
                        api< 200
                        +17s
                        """
                        + RUNS_OUT.replace("<*", "<"),
                bob(10, rate("", "b", "30 0 1000")));
    }
}
