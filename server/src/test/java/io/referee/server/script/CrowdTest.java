package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Many scripts at once: turns, waiting, and what happens when a worker process is lost.
class CrowdTest {
    private static final int TEN_THOUSAND = 10_000;

    static List<Engines> engines() {
        return Engines.here();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aWaitingScriptSurvivesItsWorker(Engines engine) {
        try (ScriptWorkers own = new ScriptWorkers(engine.settings())) {
            Played played =
                    Played.start(
                            own,
                            Played.run(
                                    "sys.Log sys.GetTimezone()\n"
                                            + "r = sys.Dial('a@b')\n"
                                            + "sys.Log r\n"
                                            + "sys.Respond(480, nil)"),
                            Map.of("GetTimezone", "UTC", "Dial", Played.NEVER));
            Reply answer = played.open();

            own.processes().getFirst().kill();
            answer.answer("Failed");

            assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
            assertThat(played.calls())
                    .containsExactly("GetTimezone[]", "Dial[a@b]", "Respond[480, null]");
            assertThat(played.logs()).containsExactly("UTC", "Failed");
            assertThat(own.state().lost()).isPositive();
        }
    }

    @Test
    void whoseTurnItIsNotWaitsAndWhoIsTooManyIsTold() {
        WorkerSettings settings = Engines.quickest().settings().admitting(2, 3, 100);
        try (ScriptWorkers own = new ScriptWorkers(settings)) {
            String busy = "until sys.IsAvailable('over'); end\nsys.Log 'done'";
            List<Played> all =
                    IntStream.range(0, 7)
                            .mapToObj(
                                    _ ->
                                            Played.start(
                                                    own,
                                                    Played.run(busy),
                                                    Map.of("IsAvailable", true)))
                            .toList();

            List<ScriptEnd.Kind> ends = all.stream().map(it -> it.end().kind()).toList();

            assertThat(ends.subList(0, 5)).containsOnly(ScriptEnd.Kind.FINISHED);
            assertThat(ends.subList(5, 7)).containsOnly(ScriptEnd.Kind.OVERLOADED);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void fiftyRunAtOnceAndTheRestFollow(Engines engine) {
        List<Played> all =
                IntStream.range(0, 120)
                        .mapToObj(
                                i ->
                                        Played.start(
                                                engine.scripts(),
                                                ScriptRun.of(
                                                                "o" + i % 5,
                                                                "main",
                                                                "sys.Log sys.Dial('a')",
                                                                Played.variables())
                                                        .with(Played.PATIENT),
                                                Map.of("Dial", "Failed")))
                        .toList();

        assertThat(all)
                .extracting(Played::end)
                .containsOnly(ScriptEnd.of(ScriptEnd.Kind.FINISHED, ""));
        assertThat(all).extracting(Played::logs).containsOnly(List.of("Failed"));
    }

    @Test
    void tenThousandWaitInOneWorkerAndNobodyLooksAtThem() {
        WorkerSettings usual = Engines.JRUBY.settings();
        assertThat(usual.waiting()).isEqualTo(TEN_THOUSAND);
        try (ScriptWorkers own =
                new ScriptWorkers(usual.admitting(50, TEN_THOUSAND, TEN_THOUSAND))) {
            List<Played> all =
                    IntStream.range(0, TEN_THOUSAND).mapToObj(i -> dialling(own, i)).toList();
            List<Reply> answers = all.stream().map(Played::open).toList();
            Played oneMore = dialling(own, 1);

            assertThat(own.state().waiting()).isEqualTo(TEN_THOUSAND);
            assertThat(own.state().queued()).isEqualTo(1);
            assertThat(own.alarms().size()).isEqualTo(TEN_THOUSAND + 1);
            assertThat(own.alarms().rung()).isZero();

            answers.forEach(it -> it.answer("Failed"));
            oneMore.open().answer("Failed");

            assertThat(all)
                    .extracting(Played::end)
                    .containsOnly(ScriptEnd.of(ScriptEnd.Kind.FINISHED, ""));
            assertThat(all).extracting(Played::logs).containsOnly(List.of("Failed"));
            assertThat(oneMore.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
            assertThat(oneMore.logs()).containsExactly("Failed");
            assertThat(own.state().waiting()).isZero();
            assertThat(own.state().lost()).isZero();
            assertThat(own.alarms().size()).isZero();
        }
    }

    private static Played dialling(Scripts scripts, int number) {
        ScriptRun run =
                ScriptRun.of(
                        "owner" + number % 5, "main", "sys.Log sys.Dial('a')", Played.variables());
        return Played.start(scripts, run.with(Played.PATIENT), Map.of("Dial", Played.NEVER));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aChangeMadeInDisguiseDoesNotStay(Engines engine) {
        Played.play(
                engine,
                "[String].each { |c| c.define_method(:disguised) { 'here' } }\n"
                        + "sys.Log 'x'.disguised");

        assertThat(Played.play(engine, "sys.Log 'x'.respond_to?(:disguised)").logs())
                .containsExactly("false");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aScriptIsStoppedWhileItRuns(Engines engine) {
        Played played =
                Played.start(
                        engine.scripts(),
                        Played.run(
                                "begin; sys.GetTimezone(); while true; end; ensure; sys.Log"
                                        + " 'ensured'; end"),
                        Map.of("GetTimezone", Played.NEVER));
        played.open().answer(null);

        played.running().stop("the caller hung up");

        assertThat(played.end())
                .isEqualTo(ScriptEnd.of(ScriptEnd.Kind.STOPPED, "the caller hung up"));
        assertThat(played.logs()).containsExactly("ensured");
    }
}
