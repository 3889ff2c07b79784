package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.refuses;
import static io.referee.server.ladders.PlanPlaying.rings;
import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A dial plan that is edited while calls go through it.
class PlanEditLaddersTest {
    private static final String EDITED = "api> edit plan=plan-alice like=edited\napi< 200\n";

    private static final String THE_RUNNING_CALL_GOES_ON =
            CALL + rings("b") + EDITED + refuses("b", 486) + rings("d") + answersAndEnds("d");

    private static final String THE_NEXT_ONE_IS_NEW =
            """
            a2> INVITE to:5
            c< INVITE offer=a2
            c> 486
            c< ACK
            a2< 486
            """;

    @TestFactory
    @DisplayName("rules: the running call goes by the old ones, the next one by the new")
    Stream<DynamicTest> rules() {
        return everyWay(
                THE_RUNNING_CALL_GOES_ON + THE_NEXT_ONE_IS_NEW,
                World.usual()
                        .plan(
                                "alice",
                                World.rule("exact", "5", "bob"),
                                World.rule("exact", "5", "dave"))
                        .namedPlan("edited", World.rule("exact", "5", "carol")));
    }

    @TestFactory
    @DisplayName("a script: the running call goes by the old one, the next one by the new")
    Stream<DynamicTest> scripts() {
        return everyWay(
                THE_RUNNING_CALL_GOES_ON + THE_NEXT_ONE_IS_NEW,
                World.usual()
                        .plans(
                                book ->
                                        book.script("alice", "Dial(bob@local)\nDial(dave@local)")
                                                .scriptNamed("edited", "Dial(carol@local)")));
    }

    @TestFactory
    @DisplayName("rules become a script: the running call goes by the rules")
    Stream<DynamicTest> rulesBecomeAScript() {
        return everyWay(
                THE_RUNNING_CALL_GOES_ON + THE_NEXT_ONE_IS_NEW,
                World.usual()
                        .plan(
                                "alice",
                                World.rule("exact", "5", "bob"),
                                World.rule("exact", "5", "dave"))
                        .plans(book -> book.scriptNamed("edited", "Dial(carol@local)")));
    }
}
