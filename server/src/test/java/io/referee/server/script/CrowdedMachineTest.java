package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/// Who gets no processor is not to blame for the time that passes.
class CrowdedMachineTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final String LATE = "sleep 2.5; sys.Log 'done'";

    private volatile boolean crowded;
    private final ScriptWorkers scripts =
            new ScriptWorkers(Engines.quickest().settings(), () -> crowded);

    @AfterEach
    void stop() {
        scripts.close();
    }

    private ScriptEnd.Kind end(String text, Duration absolute) {
        ScriptRun run = Played.run(text);
        return Played.start(scripts, run.with(run.limits().within(LIMIT, absolute)), Map.of())
                .end()
                .kind();
    }

    @Test
    void aRunOnACrowdedMachineMayTakeLonger() {
        crowded = true;

        assertThat(end(LATE, Duration.ofSeconds(60))).isEqualTo(ScriptEnd.Kind.FINISHED);
    }

    @Test
    void whereThereIsAProcessorToSpareItMayNot() {
        assertThat(end(LATE, Duration.ofSeconds(60))).isEqualTo(ScriptEnd.Kind.TIMED_OUT);
    }

    @Test
    void itMayTakeTwiceAsLongAtMost() {
        crowded = true;

        assertThat(end("sleep 60", Duration.ofSeconds(60))).isEqualTo(ScriptEnd.Kind.TIMED_OUT);
    }

    @Test
    void noneGoesBeyondTheAbsoluteLimit() {
        crowded = true;

        assertThat(end(LATE, LIMIT)).isEqualTo(ScriptEnd.Kind.TIMED_OUT);
    }
}
