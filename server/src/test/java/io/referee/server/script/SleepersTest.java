package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// A script that sleeps takes no place from one that wants to run.
class SleepersTest {
    private static final int SLEEPERS = 60;

    /// Workers that nobody else has sleepers on; a JRuby takes longer to start than its tests.
    private static final Map<Engines, ScriptWorkers> OWN = new EnumMap<>(Engines.class);

    static List<Engines> engines() {
        return Engines.here();
    }

    private static ScriptWorkers own(Engines engine) {
        return OWN.computeIfAbsent(engine, it -> new ScriptWorkers(it.settings()));
    }

    @AfterAll
    static void close() {
        OWN.values().forEach(ScriptWorkers::close);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whoSleepsKeepsNobodyWaiting(Engines engine) {
        assertThat(engine.settings().atOnce()).isEqualTo(50);
        ScriptWorkers own = own(engine);
        List<Played> sleepers =
                IntStream.range(0, SLEEPERS).mapToObj(_ -> start(own, "sleep 300")).toList();

        Played awake = start(own, "sys.Log 'awake'");

        assertThat(awake.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        sleepers.forEach(it -> it.running().stop("the test is over"));
        assertThat(sleepers).extracting(it -> it.end().kind()).containsOnly(ScriptEnd.Kind.STOPPED);
        assertThat(own.state().waiting()).isZero();
        assertThat(own.state().running()).isZero();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whoWakesGoesOnAndIsCountedAgain(Engines engine) {
        ScriptWorkers own = own(engine);
        ScriptRun run = Played.run("sleep 0.1; sleep 0.01; sys.Log sys.Dial('a')");
        Played played = Played.start(own, run, Map.of("Dial", "Failed"));

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.logs()).containsExactly("Failed");
        assertThat(own.state().waiting()).isZero();
        assertThat(own.state().running()).isZero();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whoSleepsForTooLongIsEnded(Engines engine) {
        ScriptRun run = Played.run("sleep 300");
        Duration limit = Duration.ofSeconds(1);
        ScriptLimits limits = run.limits().within(limit, limit);

        Played played = Played.start(engine.scripts(), run.with(limits), Map.of());

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.TIMED_OUT);
    }

    private static Played start(ScriptWorkers scripts, String text) {
        return Played.start(scripts, Played.run(text), Map.of());
    }
}
