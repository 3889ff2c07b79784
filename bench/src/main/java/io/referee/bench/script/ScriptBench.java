package io.referee.bench.script;

import io.referee.server.script.Reply;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptWorkers;
import io.referee.server.script.WorkerSettings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Prints how soon plans start, what a run costs, and what waiting plans weigh and cost. Ends by
/// itself, with its workers.
public final class ScriptBench {
    private static final int BURST = 50;
    private static final int BURSTS = 40;
    private static final int IDLE_SECONDS = 5;
    private static final int START_SECONDS = 120;

    /// So many begin together where ten thousand do: the queue takes no more.
    private static final int STEP = 400;

    private final Options options;
    private final String text;
    private final ScriptWorkers scripts;
    private final Weight weight = new Weight();

    private ScriptBench(Options options, ScriptWorkers scripts) throws IOException {
        this.options = options;
        this.scripts = scripts;
        this.text =
                Files.readString(
                        options.plan().equals("-")
                                ? options.root().resolve("bench/plans/thirty-lines.rb")
                                : Path.of(options.plan()));
    }

    /// @param words see [Options]
    public static void main(String[] words) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.of(Path.of(System.getProperty("bench.root", ".")), words);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.out.printf(
                "| engine | start to dial, %d/s: p50 ms | p99 | max | %d at once: p50 ms | p99 |"
                        + " CPU of the worker per run, ms | of the server | waiting | KiB each |"
                        + " CPU while they wait |%n|---|---|---|---|---|---|---|---|---|---|---|%n",
                options.rate(), BURST);
        for (String engine : options.engines()) {
            try (ScriptWorkers scripts = new ScriptWorkers(settings(engine))) {
                awaitAll(engine, scripts);
                new ScriptBench(options, scripts).measure(engine);
            }
        }
    }

    /// The second worker, which waits to take the place of the first, warms up when that is warm.
    private static void awaitAll(String engine, ScriptWorkers scripts) throws InterruptedException {
        for (int second = 0; second < START_SECONDS; second++) {
            if (scripts.awaitReady(START_SECONDS) && scripts.state().workers() > 1) {
                scripts.awaitReady(START_SECONDS);
                return;
            }
            Thread.sleep(1_000);
        }
        throw new IllegalStateException(engine + " does not start");
    }

    private static WorkerSettings settings(String engine) {
        Optional<Path> walls =
                engine.endsWith("-walled")
                        ? Optional.of(Path.of("/usr/bin/bwrap"))
                        : Optional.empty();
        if (engine.startsWith("jruby")) {
            Path jruby = Path.of(System.getProperty("bench.jruby"));
            return WorkerSettings.jruby(
                    Path.of(System.getProperty("bench.java", System.getProperty("java.home"))),
                    WorkerSettings.classPath(jruby),
                    walls);
        }
        return WorkerSettings.cruby(Path.of("/usr/bin/ruby"), walls);
    }

    private void measure(String engine) throws InterruptedException, IOException {
        steady(options.warmUp());
        long worker = weight.workerMicros();
        long own = Weight.ownMicros();
        long[] starts = steady(options.seconds());
        double runs = starts.length;
        double workerMillis = (weight.workerMicros() - worker) / 1e3 / runs;
        double ownMillis = (Weight.ownMicros() - own) / 1e3 / runs;
        long[] burst = bursts();
        String wait = waiting();
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %.2f | %.2f | %s |%n",
                engine,
                share(starts, 0.5),
                share(starts, 0.99),
                share(starts, 1),
                share(burst, 0.5),
                share(burst, 0.99),
                workerMillis,
                ownMillis,
                wait);
    }

    private static String share(long[] sorted, double share) {
        int at = (int) Math.min(sorted.length - 1L, (long) (share * sorted.length));
        return String.format(Locale.ROOT, "%.1f", sorted[at] / 1e6);
    }

    /// Plans at a steady rate; each waits in its dial for as long as makes fifty of them at once,
    /// and is then answered. Nanoseconds from start to dial, sorted.
    private long[] steady(int seconds) throws InterruptedException {
        long every = TimeUnit.SECONDS.toNanos(1) / options.rate();
        long hold = BURST * every;
        List<Script> all = new ArrayList<>();
        try (ScheduledExecutorService answers = Executors.newScheduledThreadPool(1)) {
            long next = System.nanoTime();
            for (int i = 0; i < options.rate() * seconds; i++) {
                LockSupport.parkNanos(next - System.nanoTime());
                Script script = Script.start(scripts, "owner" + i % 5, text);
                script.dialled()
                        .thenRun(
                                () ->
                                        answers.schedule(
                                                script::answered, hold, TimeUnit.NANOSECONDS));
                all.add(script);
                next += every;
            }
            for (Script it : all) {
                expect(ScriptEnd.Kind.STOPPED, it.end());
            }
        }
        return sorted(all);
    }

    /// Fifty plans in one moment, again and again.
    private long[] bursts() throws InterruptedException {
        List<Script> all = new ArrayList<>();
        for (int i = 0; i < BURSTS; i++) {
            List<Script> together = new ArrayList<>();
            for (int j = 0; j < BURST; j++) {
                together.add(Script.start(scripts, "owner" + j % 5, text));
            }
            for (Script it : together) {
                it.dialled().join();
                it.answered();
            }
            for (Script it : together) {
                expect(ScriptEnd.Kind.STOPPED, it.end());
            }
            all.addAll(together);
        }
        return sorted(all);
    }

    private static void expect(ScriptEnd.Kind kind, ScriptEnd end) {
        if (end.kind() != kind) {
            throw new IllegalStateException("a script ended as " + end);
        }
    }

    private static long[] sorted(List<Script> all) {
        long[] nanos = all.stream().mapToLong(Script::dialledAfter).toArray();
        Arrays.sort(nanos);
        return nanos;
    }

    /// Many wait in their dial, nothing happens for a while, and all are told that nobody answered.
    private String waiting() throws InterruptedException, IOException {
        if (options.waiting() == 0) {
            return "0 | — | —";
        }
        long before = weight.kibibytes();
        List<Script> all = new ArrayList<>();
        while (all.size() < options.waiting()) {
            List<Script> step = new ArrayList<>();
            for (int i = 0; i < STEP && all.size() + i < options.waiting(); i++) {
                step.add(Script.start(scripts, "owner" + i % 5, text));
            }
            step.forEach(it -> it.dialled().join());
            all.addAll(step);
        }
        long each = (weight.kibibytes() - before) / all.size();
        long worker = weight.workerMicros();
        long own = Weight.ownMicros();
        Thread.sleep(IDLE_SECONDS * 1_000L);
        double share =
                (weight.workerMicros() - worker + Weight.ownMicros() - own) / 1e4 / IDLE_SECONDS;
        for (Script it : all) {
            Reply reply = it.dialled().join();
            reply.answer("Failed");
        }
        for (Script it : all) {
            expect(ScriptEnd.Kind.STOPPED, it.end());
        }
        return String.format(Locale.ROOT, "%d | %d | %.2f %% of a core", all.size(), each, share);
    }
}
