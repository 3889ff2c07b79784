package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.refuses;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.PlanPlaying.ruled;
import static io.referee.server.ladders.Playing.everyWay;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Event;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What comes of a dial that fails: for the plan, for the caller and for whoever reads the steps
/// (`sipsorcery.md` 1.7, 6.1).
class PlanFailureLaddersTest {
    private static final DialPlan.Rule BOB = World.rule("exact", "5", "bob@local");
    private static final DialPlan.Rule VOICEMAIL = World.rule("exact", "5", "carol@local");

    private static Consumer<List<Event>> step(String text) {
        return events ->
                assertThat(
                                events.stream()
                                        .map(Event::fact)
                                        .filter(DialPlanFact.Step.class::isInstance)
                                        .map(fact -> ((DialPlanFact.Step) fact).text()))
                        .contains(text);
    }

    @TestFactory
    @DisplayName("who declines is followed by the voicemail of the next rule")
    Stream<DynamicTest> whoDeclinesReachesVoicemail() {
        return everyWay(
                CALL + rings("b") + refuses("b", 603) + rings("c") + answersAndEnds("c"),
                ruled(BOB, VOICEMAIL));
    }

    @TestFactory
    @DisplayName("the steps say how each dial failed")
    Stream<DynamicTest> theStepsSayHow() {
        return everyWay(
                CALL + rings("b") + refuses("b", 486) + rings("c") + answersAndEnds("c"),
                ruled(BOB, VOICEMAIL).events(step("dial: Failed, 486 Busy Here")));
    }

    @TestFactory
    @DisplayName("case 81, S3: a redirection that is not followed says what would allow it")
    Stream<DynamicTest> whatWouldFollow() {
        return everyWay(
                CALL
                        + rings("b")
                        + "b> 302 Contact:\"<sip:0900123@example.org>\"\nb< ACK\na1< 480\n",
                ruled(BOB)
                        .events(
                                step(
                                        "redirected to sip:0900123@example.org, which is not"
                                                + " followed: the option rm=f of the leg would"
                                                + " allow it")));
    }

    @TestFactory
    @DisplayName(
            "a provider that does not take our password: the steps say so, the caller hears 403")
    Stream<DynamicTest> thePasswordIsNotTaken() {
        String asks =
                "p> 407 Proxy-Authenticate:\"Digest realm=\\\"r\\\", nonce=\\\"n1\\\"\"\np< ACK\n";
        return everyWay(
                CALL + "p< INVITE\n" + asks + "p< INVITE\n" + asks + "a1< 403\n",
                PlanPlaying.dialling("085@blueface")
                        .guest("p", "u")
                        .provider("blueface", "p", provider -> provider)
                        .events(
                                step(
                                        "dial: Failed, 407 Proxy Authentication Required: the user"
                                                + " and password that we have were not taken")));
    }

    @TestFactory
    @DisplayName("a name that leads nowhere is no fault of the plan: 480, and the steps name it")
    Stream<DynamicTest> aNameThatLeadsNowhere() {
        return everyWay(
                CALL + "a1< 480 reason=\"Cannot reach blueface\"\n",
                PlanPlaying.dialling("085@blueface")
                        .events(step("dial: Failed, 480 Cannot reach blueface")));
    }
}
