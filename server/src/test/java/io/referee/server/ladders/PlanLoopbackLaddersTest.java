package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answers;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.PlanPlaying.ends;
import static io.referee.server.ladders.PlanPlaying.isCancelled;
import static io.referee.server.ladders.PlanPlaying.refuses;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.PlanPlaying.scripted;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Event;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Calls of one plan to accounts that have in plans of their own.
class PlanLoopbackLaddersTest {
    /// Twelve accounts whose plans dial all of them: without a limit, more than 100,000 runs.
    private static World multiplying() {
        String all =
                IntStream.range(0, 12)
                        .mapToObj(i -> "u" + i + "@local")
                        .collect(Collectors.joining("&"));
        World world = dialling(all).events(PlanLoopbackLaddersTest::fewSteps);
        for (int i = 0; i < 12; i++) {
            String account = "u" + i;
            world.phone("p" + i, account).offline("p" + i);
            world.plans(book -> book.dialIn(account, all));
        }
        return world;
    }

    private static void fewSteps(List<Event> events) {
        assertThat(events.stream().filter(event -> event.fact() instanceof DialPlanFact.Step))
                .hasSizeLessThan(1_000);
    }

    private static Consumer<Facts.Book> paidBy(String payer) {
        return book ->
                assertThat(
                                book.records.values().stream()
                                        .filter(LegRecord.class::isInstance)
                                        .map(LegRecord.class::cast)
                                        .filter(leg -> leg.direction().equals("out")))
                        .singleElement()
                        .extracting(LegRecord::payer)
                        .isEqualTo(payer + "@example.org");
    }

    private static Stream<String> steps(List<Event> events, String owner) {
        return events.stream()
                .filter(event -> event.owner().equals(owner))
                .map(Event::fact)
                .filter(DialPlanFact.Step.class::isInstance)
                .map(fact -> ((DialPlanFact.Step) fact).plan())
                .distinct();
    }

    private static void toldApart(List<Event> events) {
        assertThat(steps(events, World.OWNER)).containsExactly("plan-alice");
        assertThat(steps(events, "basil")).containsExactly("in-bob");
    }

    private static void failedAt(List<Event> events) {
        assertThat(
                        events.stream()
                                .filter(event -> event.fact() instanceof DialPlanFact.Failed)
                                .map(Event::owner))
                .containsExactly("basil");
    }

    @TestFactory
    @DisplayName("user@local runs the in plan of the account")
    Stream<DynamicTest> theInPlanOfTheCalledAccountRuns() {
        return everyWay(
                CALL + rings("c") + answersAndEnds("c"),
                dialling("bob@local").plans(book -> book.dialIn("bob", "carol@local")));
    }

    @TestFactory
    @DisplayName("an in plan that dials its account rings the phones")
    Stream<DynamicTest> theInPlanRingsItsOwnPhones() {
        return everyWay(
                CALL + rings("b") + answersAndEnds("b"),
                dialling("bob@local").plans(book -> book.dialIn("bob", "bob@local")));
    }

    @TestFactory
    @DisplayName("an in plan rings its own phones and somebody else a little later")
    Stream<DynamicTest> itsOwnPhonesAndOthers() {
        return inOrder(
                CALL
                        + rings("b")
                        + "+2900ms\n+200ms\n"
                        + rings("c")
                        + answers("c")
                        + isCancelled("b")
                        + ends("c"),
                dialling("bob@local")
                        .plans(book -> book.dialIn("bob", "bob@local&carol@local[dt=3]")));
    }

    @TestFactory
    @DisplayName("a delayed account whose plan delays again")
    Stream<DynamicTest> aDelayAndADelayWithin() {
        return inOrder(
                CALL
                        + rings("d")
                        + "+1900ms\n+200ms\n"
                        + rings("b")
                        + "+2900ms\n+200ms\n"
                        + rings("c")
                        + answers("c")
                        + "d< CANCEL\nd> 487\nd< ACK\n"
                        + isCancelled("b")
                        + ends("c"),
                dialling("dave@local&bob@local[dt=2]")
                        .plans(book -> book.dialIn("bob", "bob@local&carol@local[dt=3]")));
    }

    @TestFactory
    @DisplayName("the ring limit of the outer plan holds for the plan within")
    Stream<DynamicTest> theOuterRingLimitHolds() {
        return inOrder(
                CALL + rings("b") + "+2s\n" + isCancelled("b") + rings("d") + answersAndEnds("d"),
                scripted("Dial(bob@local, 2) is TimedOut\nDial(dave@local)")
                        .plans(
                                book ->
                                        book.in(
                                                "bob",
                                                PlanBook.rule("in", "bob@local", "30", ""),
                                                PlanBook.rule("in", "carol@local"))));
    }

    @TestFactory
    @DisplayName("the ring limit of the plan within holds, too, and then its next rule")
    Stream<DynamicTest> theInnerRingLimitHolds() {
        return inOrder(
                CALL + rings("b") + "+2s\n" + isCancelled("b") + rings("c") + answersAndEnds("c"),
                dialling("bob@local")
                        .plans(
                                book ->
                                        book.in(
                                                "bob",
                                                PlanBook.rule("in", "bob@local", "2", ""),
                                                PlanBook.rule("in", "carol@local"))));
    }

    @TestFactory
    @DisplayName("voicemail by rules: when nobody answers in time, or all are busy")
    Stream<DynamicTest> voicemail() {
        return everyWay(
                CALL + rings("b") + "b> 486\nb< ACK\n" + rings("d") + answersAndEnds("d"),
                dialling("bob@local")
                        .plans(
                                book ->
                                        book.in(
                                                "bob",
                                                PlanBook.rule("in", "bob@local", "20", ""),
                                                PlanBook.rule("in", "dave@local"))));
    }

    @TestFactory
    @DisplayName("the failure of the plan within is that of the leg")
    Stream<DynamicTest> theFailureWithinIsAFailure() {
        return everyWay(
                CALL + rings("b") + refuses("b", 486) + "a1< 486\n",
                scripted("Dial(bob@local) is Failed\nLastFailureStatus == 486")
                        .plans(book -> book.dialIn("bob", "bob@local")));
    }

    @TestFactory
    @DisplayName("a plan within that says no at once fails the leg with its status")
    Stream<DynamicTest> aRejectionWithinIsAFailure() {
        return everyWay(
                CALL + rings("c") + refuses("c", 480) + "a1< 486\n",
                scripted(
                                "Dial(bob@local) is Failed\n"
                                        + "LastFailureStatus == 486\n"
                                        + "Dial(carol@local)\n"
                                        + "Respond(486)")
                        .plans(
                                book ->
                                        book.in(
                                                "bob",
                                                new DialPlan.Rule("in", "", "", "reject", "486"))));
    }

    @TestFactory
    @DisplayName("a script within: what it says is heard, and the answer stops it")
    Stream<DynamicTest> aScriptWithin() {
        return everyWay(
                CALL + "+1s\na1<? 183\n" + rings("b") + answersAndEnds("b"),
                dialling("bob@local")
                        .plans(
                                book ->
                                        book.scriptIn(
                                                "bob",
                                                "wait 1\n"
                                                        + "Respond(183)\n"
                                                        + "Dial(bob@local)\n"
                                                        + "Dial(carol@local)")));
    }

    @TestFactory
    @DisplayName("somebody else answers while the script within thinks: it is stopped")
    Stream<DynamicTest> aScriptWithinThatIsOutrun() {
        return everyWay(
                CALL + rings("c") + answers("c") + "+6s\n" + ends("c"),
                dialling("carol@local&bob@local")
                        .plans(book -> book.scriptIn("bob", "wait 5\nDial(bob@local)")));
    }

    @TestFactory
    @DisplayName("two scripts within ring beside each other, the first answer stops both")
    Stream<DynamicTest> twoScriptsAtOnce() {
        return everyWay(
                CALL
                        + rings("b")
                        + rings("c")
                        + answers("b")
                        + isCancelled("c")
                        + "+6s\n"
                        + ends("b"),
                dialling("bob@local&carol@local")
                        .plans(
                                book ->
                                        book.scriptIn("bob", "Dial(bob@local)\nDial(dave@local)")
                                                .scriptIn(
                                                        "carol",
                                                        "Dial(carol@local, 5)\nDial(dave@local)")));
    }

    @TestFactory
    @DisplayName("CANCEL reaches whoever the plan within rings, and stops its script")
    Stream<DynamicTest> theCallerGivesUp() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 180\na1<? 180\na1> CANCEL\na1< 487\n"
                        + isCancelled("b")
                        + "+3s\n",
                dialling("bob@local")
                        .plans(book -> book.scriptIn("bob", "Dial(bob@local)\nDial(carol@local)")));
    }

    @TestFactory
    @DisplayName("an error of the script within is a failure of the leg: 500")
    Stream<DynamicTest> aScriptWithinHasAnError() {
        return everyWay(
                CALL + rings("c") + answersAndEnds("c"),
                scripted("Dial(bob@local) is Failed\nLastFailureStatus == 500\nDial(carol@local)")
                        .plans(book -> book.scriptIn("bob", "raise EXCEPTION oops")));
    }

    @TestFactory
    @DisplayName("two plans that dial each other come to an end")
    Stream<DynamicTest> aCircle() {
        return everyWay(
                CALL + rings("d") + answersAndEnds("d"),
                dialling("bob@local|dave@local")
                        .plans(
                                book ->
                                        book.dialIn("bob", "carol@local")
                                                .dialIn("carol", "bob@local")));
    }

    @TestFactory
    @DisplayName("two scripts that dial each other come to an end")
    Stream<DynamicTest> aCircleOfScripts() {
        return everyWay(
                CALL + "+1s\na1< 480\n",
                dialling("bob@local")
                        .plans(
                                book ->
                                        book.scriptIn("bob", "Dial(carol@local)")
                                                .scriptIn("carol", "Dial(bob@local) is Error")));
    }

    @TestFactory
    @DisplayName("a plan within may ring the caller, too")
    Stream<DynamicTest> backToTheCaller() {
        return everyWay(
                CALL
                        + "a2< INVITE offer=a1\na2> 200\na2< ACK\na1< 200 answer=a2\na1> ACK\n"
                        + ends("a2"),
                dialling("bob@local").plans(book -> book.dialIn("bob", "alice@local")));
    }

    @TestFactory
    @DisplayName("a call from outside runs the in plan")
    Stream<DynamicTest> aGuestRunsTheInPlan() {
        return everyWay(
                "g> INVITE to:bob\n"
                        + "c< INVITE offer=g\n"
                        + "c> 200\n"
                        + "c< ACK\n"
                        + "g< 200 answer=c\n"
                        + "g> ACK\n"
                        + "+1s\n"
                        + "g> BYE\n"
                        + "g< 200\n"
                        + "c< BYE\n"
                        + "c> 200\n",
                World.usual()
                        .plans(book -> book.in("bob", PlanBook.rule("in", "bob@local|carol@local")))
                        .offline("b"));
    }

    @TestFactory
    @DisplayName("a call from outside to 1234.bob is one to bob, and his plan sees all of it")
    Stream<DynamicTest> aGuestAndADottedName() {
        return everyWay(
                "g> INVITE to:1234.bob\n" + "c< INVITE offer=g\nc> 486\nc< ACK\ng< 486\n",
                World.usual()
                        .plans(
                                book ->
                                        book.scriptIn(
                                                "bob",
                                                "Dial(${dst:5}@local) is Error\nDial(carol@local)"))
                        .offline("b"));
    }

    @TestFactory
    @DisplayName("a caller without a plan runs the in plan of whom it calls")
    Stream<DynamicTest> anAccountWithoutOutPlanRunsInPlans() {
        return everyWay(
                "a1> INVITE to:bob\n" + rings("c") + answersAndEnds("c"),
                World.usual().plans(book -> book.dialIn("bob", "carol@local")));
    }

    @TestFactory
    @DisplayName("what a plan of another owner does is told to that owner alone")
    Stream<DynamicTest> stepsGoToTheOwnersOfThePlans() {
        return inOrder(
                CALL + rings("c") + refuses("c", 486) + "a1< 486\n",
                dialling("bob@local")
                        .owner("bob", "basil")
                        .owner("carol", "basil")
                        .plans(book -> book.dialIn("bob", "carol@local"))
                        .events(PlanLoopbackLaddersTest::toldApart));
    }

    @TestFactory
    @DisplayName("an error of a plan of another owner is told to that owner alone")
    Stream<DynamicTest> anErrorGoesToTheOwnerOfThePlan() {
        return inOrder(
                CALL + "+1s\na1< 480\n",
                scripted("Dial(bob@local) is Failed\nDial(nobody@local)\nRespond(480)")
                        .owner("bob", "basil")
                        .plans(book -> book.scriptIn("bob", "raise EXCEPTION oops"))
                        .events(PlanLoopbackLaddersTest::failedAt));
    }

    @TestFactory
    @DisplayName("whoever has calls go on pays for that, not the caller")
    Stream<DynamicTest> heWhoseTheFollowingPlanIsPays() {
        return inOrder(
                CALL + rings("c") + answersAndEnds("c"),
                dialling("bob@local")
                        .owner("bob", "basil")
                        .plans(book -> book.dialIn("bob", "carol@local"))
                        .records(paidBy("bob")));
    }

    @TestFactory
    @DisplayName("for the phones of the called account the caller pays")
    Stream<DynamicTest> nobodyPaysForBeingCalled() {
        return inOrder(
                CALL + rings("b") + answersAndEnds("b"),
                dialling("bob@local")
                        .owner("bob", "basil")
                        .plans(book -> book.dialIn("bob", "bob@local"))
                        .records(paidBy("alice")));
    }

    @TestFactory
    @DisplayName("ac= of the outer plan pays where the plan within names nobody")
    Stream<DynamicTest> theOuterPlansPayerPays() {
        return inOrder(
                CALL + rings("b") + answersAndEnds("b"),
                dialling("bob@local[ac=dave]")
                        .plans(book -> book.dialIn("bob", "bob@local"))
                        .records(paidBy("dave")));
    }

    @TestFactory
    @DisplayName("headers of the outer plan come before those of the plan within")
    Stream<DynamicTest> headersOfBothPlans() {
        return everyWay(
                CALL + "b< INVITE offer=a1 X-Outer:1 X-Inner:2\n" + answersAndEnds("b"),
                dialling("bob@local?X-Outer=1")
                        .plans(book -> book.dialIn("bob", "bob@local?X-Inner=2")));
    }

    @TestFactory
    @DisplayName("an account without credit has no call go on")
    Stream<DynamicTest> withoutCreditNothingGoesOn() {
        return everyWay(
                CALL + "a1< 480\n",
                dialling("bob@local")
                        .credit("bob", Duration.ZERO)
                        .plans(book -> book.dialIn("bob", "carol@local")));
    }

    @TestFactory
    @DisplayName("an account without credit can be called, plan or not")
    Stream<DynamicTest> withoutCreditItsPhonesRing() {
        return everyWay(
                CALL + rings("b") + answersAndEnds("b"),
                dialling("bob@local")
                        .credit("bob", Duration.ZERO)
                        .plans(book -> book.dialIn("bob", "carol@local&bob@local")));
    }

    @TestFactory
    @DisplayName("nor has it a call from outside go on")
    Stream<DynamicTest> withoutCreditFromOutside() {
        return everyWay(
                "g> INVITE to:bob\ng< 480\n",
                World.usual()
                        .credit("bob", Duration.ZERO)
                        .plans(book -> book.dialIn("bob", "carol@local")));
    }

    @TestFactory
    @DisplayName("whoever is called through two plans sees the caller")
    Stream<DynamicTest> theCallerIsSeen() {
        return everyWay(
                """
                g> INVITE to:bob
                c< INVITE offer=g from:gina
                c> 486
                c< ACK
                g< 486
                """,
                World.usual()
                        .plans(
                                book ->
                                        book.dialIn("bob", "carol@local")
                                                .dialIn("carol", "carol@local")));
    }

    @TestFactory
    @DisplayName("a From that the first plan changes is what the second plan and its phones see")
    Stream<DynamicTest> theChangedCallerIsSeen() {
        DialPlan.Rule called = new DialPlan.Rule("in", "", "^Al$", "dial", "carol@local");
        return everyWay(
                CALL
                        + "c< INVITE offer=a1 from:\"\\\"Al\\\" <sip:alice@*\"\n"
                        + answersAndEnds("c"),
                dialling("bob@local[fd=Al]").plans(book -> book.in("bob", called)));
    }

    @TestFactory
    @DisplayName("plans that dial each other run no more than twenty times for a call")
    Stream<DynamicTest> plansDoNotMultiply() {
        return plainly(CALL + "a1< 480\n", multiplying());
    }
}
