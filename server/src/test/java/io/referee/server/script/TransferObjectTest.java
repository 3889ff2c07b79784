package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The object `transfer` of plans that decide about one: members like those of any other thing, and
/// verbs of its own.
class TransferObjectTest {
    static List<Engines> engines() {
        return Engines.here();
    }

    private static ScriptRun run(String text) {
        Map<String, Object> variables = new LinkedHashMap<>(Played.variables());
        variables.put(
                "transfer",
                Map.of(
                        "$text",
                        "sip:200@example.com",
                        "Kind",
                        "blind",
                        "Depth",
                        2,
                        "ReferTo",
                        Played.uri("200", "example.com"),
                        "Headers",
                        Map.of("User-to-User", "56;encoding=hex")));
        return ScriptRun.of("joe", "transfer", text, variables).with(Played.PATIENT);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void itHasMembersByAnyCapitalsAndTheTargetAsItsText(Engines engine) {
        Played played =
                Played.start(
                        engine.scripts(),
                        run(
                                """
                                sys.Log "#{transfer} #{transfer.kind} #{transfer.Refer_To.User}"
                                sys.Log transfer.headers['User-to-User']
                                sys.Log "#{transfer.DEPTH + 1} #{transfer.respond_to?(:hold)}"
                                sys.Log transfer.nobody_knows.inspect
                                """),
                        Map.of());

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.logs())
                .containsExactly(
                        "sip:200@example.com blind 200",
                        "56;encoding=hex",
                        "3 true",
                        "nothing is known of nobody_knows: it is nil",
                        "nil");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void itsVerbsReachTheServer(Engines engine) {
        Played played =
                Played.start(
                        engine.scripts(),
                        run(
                                """
                                def wait(place) transfer.hold(place) end
                                sys.Log wait('music@local').inspect
                                sys.Log transfer.Dial('a@b', 5).to_s
                                transfer.recall if transfer.HOLD
                                transfer.hangup 480, 'Closed'
                                transfer.reject
                                """),
                        Map.of("transfer.Hold", true, "Dial", "Failed"));

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.logs()).containsExactly("true", "Failed");
        assertThat(played.calls())
                .containsExactly(
                        "transfer.Hold[music@local]",
                        "Dial[a@b, 5]",
                        "transfer.Hold[]",
                        "transfer.Recall[]",
                        "transfer.Hangup[480, Closed]",
                        "transfer.Reject[]");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void musicIsNotAskedForTwiceWhenTheWorkerIsLost(Engines engine) {
        try (ScriptWorkers own = new ScriptWorkers(engine.settings())) {
            Played played =
                    Played.start(
                            own,
                            run(
                                    "m = transfer.hold('music@local')\n"
                                            + "r = sys.Dial('a@b')\n"
                                            + "sys.Log \"#{m} #{r}\"\n"
                                            + "transfer.recall"),
                            Map.of("transfer.Hold", true, "Dial", Played.NEVER));
            Reply answer = played.open();

            own.processes().getFirst().kill();
            answer.answer("TimedOut");

            assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
            assertThat(played.calls())
                    .containsExactly(
                            "transfer.Hold[music@local]", "Dial[a@b]", "transfer.Recall[]");
            assertThat(played.logs()).containsExactly("true TimedOut");
            assertThat(own.state().lost()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void otherPlansHaveNone(Engines engine) {
        Played played = Played.play(engine, "sys.Log transfer.nil?\ntransfer.hold('music')");

        assertThat(played.logs()).containsExactly("true");
        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.MISSING_METHOD);
    }
}
