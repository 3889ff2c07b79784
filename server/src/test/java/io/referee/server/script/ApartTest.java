package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An owner whose scripts use up what they may have is given a worker of his own, which lets the
/// others go first: on JRuby, where scripts share a process, and on CRuby, where they share its
/// parent and the processor.
@Isolated("its worker yields to everybody, the tests beside it too")
class ApartTest {
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int TERMINAL = 4;
    private static final int NICENESS = 16;
    private static final int POLICY = 38;

    private static final ScriptLimits SHORT = processor(Duration.ofMillis(200));

    private static ScriptLimits processor(Duration limit) {
        return new ScriptLimits(
                Duration.ofSeconds(60),
                Duration.ofSeconds(90),
                limit,
                96L * 1024 * 1024,
                50,
                10_000,
                50);
    }

    private @Nullable ScriptWorkers scripts;

    static List<Engines> engines() {
        return Engines.here();
    }

    static List<Engines> walled() {
        return Engines.hereWithWalls();
    }

    /// JRuby without walls is no wall.
    static List<Engines> grouped() {
        return walled().stream()
                .filter(it -> it.isCRuby() || it.settings().bubblewrap().isPresent())
                .toList();
    }

    private ScriptWorkers warm(Engines engine) throws InterruptedException {
        ScriptWorkers made = new ScriptWorkers(engine.settings());
        scripts = made;
        assertThat(made.awaitReady(120)).isTrue();
        return made;
    }

    @AfterEach
    void stop() {
        if (scripts != null) {
            scripts.close();
        }
    }

    private static ScriptEnd.Kind end(ScriptWorkers scripts, String owner, String text) {
        ScriptRun run = ScriptRun.of(owner, "main", text, Played.variables()).with(SHORT);
        return Played.start(scripts, run, Map.of()).end().kind();
    }

    /// The processes that are there now and were not before.
    private static List<WorkerProcess> since(ScriptWorkers scripts, List<WorkerProcess> before) {
        return scripts.processes().stream()
                .filter(it -> !before.contains(it) && !it.isGone())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whoUsesUpHisTimeTwiceGetsAWorkerThatYields(Engines engine) throws Exception {
        ScriptWorkers all = warm(engine);
        assertThat(end(all, "eve", "loop {}")).isEqualTo(ScriptEnd.Kind.TIMED_OUT);
        assertThat(end(all, "eve", "loop {}")).isEqualTo(ScriptEnd.Kind.TIMED_OUT);
        List<WorkerProcess> before = all.processes();

        assertThat(end(all, "aaron", "sys.Log 1")).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(end(all, "eve", "sys.Log 1")).isEqualTo(ScriptEnd.Kind.FINISHED);

        List<WorkerProcess> apart = since(all, before);
        assertThat(apart).isNotEmpty();
        assertThat(apart.getLast().engine()).isEqualTo(before.getFirst().engine());
        assertThat(yields(before.getFirst().pid())).isFalse();
        assertThat(yields(apart.getLast().pid())).isTrue();
    }

    @Test
    void whoWorksLongOnCRubyLetsTheOthersGoFirst() throws Exception {
        Assumptions.assumeTrue(Engines.here().contains(Engines.CRUBY));
        ScriptWorkers all = warm(Engines.CRUBY);
        long parent = all.processes().getFirst().pid();
        ScriptRun loop = ScriptRun.of("eve", "main", "while true; end", Played.variables());

        Played run = Played.start(all, loop.with(processor(Duration.ofSeconds(20))), Map.of());

        await().until(
                        () ->
                                ProcessHandle.of(parent).stream()
                                        .flatMap(ProcessHandle::children)
                                        .anyMatch(child -> yields(child.pid())));
        run.running().stop("enough");
        assertThat(run.end().kind()).isEqualTo(ScriptEnd.Kind.STOPPED);
        assertThat(yields(parent)).isFalse();
    }

    /// A kernel that groups processes by session gives each session as much of the processor,
    /// however nice its processes are: a worker that is to let the server go first is in the
    /// server's, unless there is a terminal to be kept away from.
    @ParameterizedTest
    @MethodSource("walled")
    void onCRubyItHasASessionOfItsOwnOnlyWhereThereIsATerminal(Engines engine) throws Exception {
        ScriptWorkers all = warm(engine);
        List<String> ours = fields(ProcessHandle.current().pid()).orElseThrow();
        boolean terminal = !ours.get(TERMINAL).equals("0");

        List<String> sessions = ofFirstWorker(all, SESSION);

        assertThat(sessions).first().isEqualTo(ours.get(SESSION));
        if (engine.isCRuby() && !terminal) {
            assertThat(sessions).hasSize(1);
        } else if (engine.settings().bubblewrap().isPresent()) {
            assertThat(sessions).hasSizeGreaterThan(1);
        }
    }

    /// From behind the walls, too, a process may signal all of its group.
    @ParameterizedTest
    @MethodSource("grouped")
    void aWorkerDoesNotShareTheServersProcessGroup(Engines engine) throws Exception {
        ScriptWorkers all = warm(engine);

        assertThat(ofFirstWorker(all, GROUP))
                .last()
                .isNotEqualTo(fields(ProcessHandle.current().pid()).orElseThrow().get(GROUP));
        assertThat(end(all, "joe", "sys.Log 1")).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(all.state().unwalled()).isEmpty();
    }

    /// A field of the first worker and the processes below it, each value once.
    private static List<String> ofFirstWorker(ScriptWorkers workers, int field) {
        return ProcessHandle.of(workers.processes().getFirst().pid()).stream()
                .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()))
                .flatMap(it -> fields(it.pid()).stream())
                .map(it -> it.get(field))
                .distinct()
                .toList();
    }

    /// On CRuby each run is a process, and the system divides the processor.
    @Test
    void whoRunsManyAtOnceHasTheTimeOfOne() throws Exception {
        ScriptWorkers all = warm(Engines.JRUBY);
        Duration each = Duration.ofSeconds(3);
        ProcessHandle worker = ProcessHandle.of(all.processes().getFirst().pid()).orElseThrow();
        Duration before = worker.info().totalCpuDuration().orElseThrow();

        List<Played> loops =
                Stream.generate(
                                () ->
                                        ScriptRun.of(
                                                "eve",
                                                "main",
                                                "while true; end",
                                                Played.variables()))
                        .limit(8)
                        .map(run -> run.with(processor(each)))
                        .map(run -> Played.start(all, run, Map.of()))
                        .toList();
        for (Played loop : loops) {
            assertThat(loop.end().message()).isEqualTo("it used all its processor time");
        }

        assertThat(worker.info().totalCpuDuration().orElseThrow().minus(before))
                .isLessThan(each.multipliedBy(4));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void onceMayHappenToAnybody(Engines engine) throws Exception {
        ScriptWorkers all = warm(engine);
        assertThat(end(all, "joe", "loop {}")).isEqualTo(ScriptEnd.Kind.TIMED_OUT);
        assertThat(end(all, "joe", "sys.Log 1")).isEqualTo(ScriptEnd.Kind.FINISHED);

        assertThat(all.state().workers()).as("one, and one that waits").isLessThan(3);
    }

    /// The ninth that is set apart takes the place of another: of one whose script waits only when
    /// there is no other.
    @Test
    void whoseScriptWaitsKeepsItsWorkerWhenManyAreSetApart() throws Exception {
        Assumptions.assumeTrue(Engines.here().contains(Engines.CRUBY));
        ScriptWorkers all = warm(Engines.CRUBY);
        useUpMemoryTwice(all, "joe");
        ScriptRun run = ScriptRun.of("joe", "main", "sys.Dial('a@b')", Played.variables());
        Played waiting = Played.start(all, run.with(Played.PATIENT), Map.of("Dial", Played.NEVER));
        Reply answer = waiting.open();
        List<WorkerProcess> before = all.processes();

        for (int i = 0; i < 9; i++) {
            useUpMemoryTwice(all, "eve " + i);
            assertThat(end(all, "eve " + i, "sys.Log 1")).isEqualTo(ScriptEnd.Kind.FINISHED);
        }

        assertThat(before).noneMatch(WorkerProcess::isGone);
        answer.answer("Failed");
        assertThat(waiting.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(all.state().workers()).isLessThan(12);
    }

    /// On CRuby a run is a process of its own: when that is lost, the run begins again on the same
    /// worker, and is counted once.
    @Test
    void whatIsBegunAgainOnTheSameWorkerIsCountedOnce() throws Exception {
        Assumptions.assumeTrue(Engines.here().contains(Engines.CRUBY));
        ScriptWorkers all = warm(Engines.CRUBY);
        WorkerProcess worker = all.processes().getFirst();
        ScriptRun run = ScriptRun.of("joe", "main", "sys.Dial('a@b')", Played.variables());
        Played waiting = Played.start(all, run.with(Played.PATIENT), Map.of("Dial", Played.NEVER));
        Reply answer = waiting.open();
        assertThat(worker.isIdle()).isFalse();

        ProcessHandle parent = ProcessHandle.of(worker.pid()).orElseThrow();
        ProcessHandle child = parent.children().findFirst().orElseThrow();
        child.destroyForcibly();
        await().until(() -> parent.children().anyMatch(it -> it.pid() != child.pid()));
        answer.answer("Failed");

        assertThat(waiting.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(worker.isIdle()).isTrue();
        assertThat(worker.isGone()).isFalse();
    }

    private static void useUpMemoryTwice(ScriptWorkers all, String owner) {
        for (int i = 0; i < 2; i++) {
            assertThat(end(all, owner, "'x' * 500_000_000")).isEqualTo(ScriptEnd.Kind.MEMORY);
        }
    }

    /// Whether it is idle to the scheduler (`SCHED_IDLE` is 5), or as nice as can be.
    private static boolean yields(long process) {
        return fields(process).stream()
                .anyMatch(it -> it.get(POLICY).equals("5") || it.get(NICENESS).equals("19"));
    }

    /// What the kernel tells of a process, behind its name in parentheses; nothing when it has
    /// ended.
    private static Optional<List<String>> fields(long process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
            return Optional.of(List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ")));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
