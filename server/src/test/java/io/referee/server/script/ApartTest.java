package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// On JRuby, where scripts share a process: an owner whose scripts use up what they may have is
/// given one of his own, which lets the others go first.
@Isolated("its worker yields to everybody, the tests beside it too")
class ApartTest {
    private static final ScriptLimits SHORT =
            new ScriptLimits(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(90),
                    Duration.ofMillis(200),
                    96L * 1024 * 1024,
                    50,
                    10_000,
                    50,
                    64 * 1024);

    private final ScriptWorkers scripts = new ScriptWorkers(Engines.JRUBY.settings());

    @BeforeEach
    void warm() throws InterruptedException {
        assertThat(scripts.awaitReady(120)).isTrue();
    }

    @AfterEach
    void stop() {
        scripts.close();
    }

    private ScriptEnd.Kind end(String owner, String text) {
        ScriptRun run = ScriptRun.of(owner, "main", text, Played.variables()).with(SHORT);
        return Played.start(scripts, run, Map.of()).end().kind();
    }

    /// The processes that are there now and were not before.
    private List<WorkerProcess> since(List<WorkerProcess> before) {
        return scripts.processes().stream()
                .filter(it -> !before.contains(it) && !it.isGone())
                .toList();
    }

    @Test
    void whoUsesUpHisTimeTwiceGetsAWorkerThatYields() throws Exception {
        assertThat(end("eve", "loop {}")).isEqualTo(ScriptEnd.Kind.CPU);
        assertThat(end("eve", "loop {}")).isEqualTo(ScriptEnd.Kind.CPU);
        List<WorkerProcess> before = scripts.processes();

        assertThat(end("aaron", "sys.Log 1")).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(end("eve", "sys.Log 1")).isEqualTo(ScriptEnd.Kind.FINISHED);

        List<WorkerProcess> apart = since(before);
        assertThat(apart).isNotEmpty();
        assertThat(apart.getLast().engine()).startsWith("JRuby");
        assertThat(niceness(apart.getLast()))
                .isEqualTo(Math.min(19, niceness(before.getFirst()) + 10));
    }

    @Test
    void onceMayHappenToAnybody() {
        assertThat(end("joe", "loop {}")).isEqualTo(ScriptEnd.Kind.CPU);
        assertThat(end("joe", "sys.Log 1")).isEqualTo(ScriptEnd.Kind.FINISHED);

        assertThat(scripts.state().workers()).as("one, and one that waits").isLessThan(3);
    }

    /// As the kernel tells it, behind the name in parentheses.
    private static long niceness(WorkerProcess worker) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + worker.pid() + "/stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }
}
