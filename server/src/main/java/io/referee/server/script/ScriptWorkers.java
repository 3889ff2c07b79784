package io.referee.server.script;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// Scripts in worker processes: who begins, where, and what becomes of those whose process is lost.
/// *Any thread; its state under its lock, which is never held while a host is called.*
public final class ScriptWorkers implements Scripts {

    private static final Logger log = LoggerFactory.getLogger(ScriptWorkers.class);
    private static final String[] PROGRAM = {
        "parent.rb",
        "source.rb",
        "compat.rb",
        "faces.rb",
        "plan.rb",
        "clock.rb",
        "library.rb",
        "guard.rb"
    };
    private static final long CHECK_SECONDS = 10;

    /// Workers that have gone before a run was on them.
    private static final int MOST_TRIES = 3;

    private final WorkerSettings settings;
    private final Fleet fleet;
    private final Object lock = new Object();
    private final Map<Long, LiveRun> live = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Syntax>> checks = new ConcurrentHashMap<>();
    private final Deque<LiveRun> queue = new ArrayDeque<>();
    private final Set<LiveRun> running = new HashSet<>();
    private final Set<LiveRun> waiting = new HashSet<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Alarms alarms = new Alarms(this::rang);
    private final BooleanSupplier crowded;
    private volatile boolean closed;

    /// Starts the first workers; they warm up meanwhile.
    public ScriptWorkers(WorkerSettings settings) {
        this(settings, new Machine());
    }

    /// @param crowded whether the machine was short of processors since that was last asked
    ScriptWorkers(WorkerSettings settings, BooleanSupplier crowded) {
        this.settings = settings;
        this.crowded = crowded;
        Path program = settings.engine() == WorkerSettings.Engine.CRUBY ? unpack() : Path.of("/");
        this.fleet = new Fleet(settings, program, new Ears());
        fleet.warmUp();
    }

    /// The Ruby program as files, which is how CRuby wants it.
    private static Path unpack() {
        try {
            Path folder = Files.createTempDirectory("referee-script");
            for (String name : PROGRAM) {
                try (InputStream in = ScriptWorkers.class.getResourceAsStream(name)) {
                    if (in != null) {
                        Files.copy(in, folder.resolve(name));
                    }
                }
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until a worker is ready, for those who measure or report.
    public boolean awaitReady(long seconds) throws InterruptedException {
        return fleet.awaitReady(seconds);
    }

    @Override
    public Running start(ScriptRun run, ScriptHost host) {
        LiveRun made = new LiveRun(this, run, host, numbers.incrementAndGet(), System.nanoTime());
        if (isEmpty(run.text())) {
            made.end(ScriptEnd.of(ScriptEnd.Kind.EMPTY, "the script is empty"));
            return made;
        }
        boolean now;
        synchronized (lock) {
            now = mayRun(made);
            if (!now && queue.size() >= settings.queue() || closed) {
                now = false;
                made = overloaded(made);
            } else {
                live.put(made.number(), made);
                if (now) {
                    running.add(made);
                } else {
                    queue.add(made);
                    made.queued();
                }
            }
        }
        if (now) {
            begin(made);
        } else {
            endIfRefused(made);
        }
        return made;
    }

    private final Set<LiveRun> refused = ConcurrentHashMap.newKeySet();

    private LiveRun overloaded(LiveRun run) {
        refused.add(run);
        return run;
    }

    private void endIfRefused(LiveRun run) {
        if (refused.remove(run)) {
            run.end(ScriptEnd.of(ScriptEnd.Kind.OVERLOADED, "too many scripts at once"));
        }
    }

    private static boolean isEmpty(String text) {
        return text.lines().allMatch(it -> it.isBlank() || it.strip().startsWith("#"));
    }

    private void begin(LiveRun run) {
        try {
            for (int i = 0; i < MOST_TRIES; i++) {
                if (run.startOn(fleet.workerFor(run.run()))) {
                    return;
                }
            }
            over(run, run.endWithoutWorker());
        } catch (IOException e) {
            log.warn("A script is not run: {}", e.getMessage());
            over(run, ScriptEnd.of(ScriptEnd.Kind.WORKER_LOST, String.valueOf(e.getMessage())));
        }
    }

    /// A run waits for its host, or sleeps: somebody else may run.
    void waits(LiveRun run) {
        synchronized (lock) {
            if (running.remove(run)) {
                waiting.add(run);
            }
        }
        next();
    }

    /// The host has answered, or its sleep is over.
    void goesOn(LiveRun run) {
        synchronized (lock) {
            if (waiting.remove(run)) {
                running.add(run);
            }
        }
    }

    /// A run that waits for its turn need not wait to be stopped.
    void stopping(LiveRun run) {
        boolean queued;
        synchronized (lock) {
            queued = queue.remove(run);
        }
        if (queued) {
            over(run, run.endWithoutWorker());
        } else {
            goesOn(run);
        }
    }

    private void next() {
        while (true) {
            Optional<LiveRun> next;
            synchronized (lock) {
                next = queue.stream().filter(this::mayRun).findFirst();
                next.ifPresent(queue::remove);
                next.ifPresent(running::add);
            }
            if (next.isEmpty()) {
                return;
            }
            begin(next.get());
        }
    }

    /// Of those that run at once, one owner has four fifths at most: nobody can keep all others
    /// waiting. With the lock held.
    private boolean mayRun(LiveRun run) {
        if (running.size() >= settings.atOnce() || waiting.size() >= settings.waiting()) {
            return false;
        }
        String owner = run.run().owner();
        long others = running.stream().filter(it -> !it.run().owner().equals(owner)).count();
        return running.size() - others < settings.atOnce() - settings.atOnce() / 5;
    }

    private void over(LiveRun run, ScriptEnd end) {
        if (end.kind() == ScriptEnd.Kind.CPU || end.kind() == ScriptEnd.Kind.MEMORY) {
            fleet.slipped(run.run().owner());
        }
        synchronized (lock) {
            queue.remove(run);
            running.remove(run);
            waiting.remove(run);
        }
        live.remove(run.number());
        run.end(end);
        next();
    }

    /// A run that was begun again does not do what it did: nobody can say what would be right.
    void diverged(LiveRun run) {
        run.stop("it was begun again after its worker was lost, and went another way");
    }

    long graceNanos() {
        return settings.grace().toNanos();
    }

    /// Whether the machine was short of processors since that was last asked.
    boolean crowded() {
        return crowded.getAsBoolean();
    }

    /// The memory limit as the engine counts it.
    long memory(ScriptLimits limits) {
        return settings.engine() == WorkerSettings.Engine.JRUBY
                ? limits.memory() * ScriptLimits.CHURN
                : limits.memory();
    }

    /// Who watches the clocks of the runs.
    Alarms alarms() {
        return alarms;
    }

    private void rang(LiveRun run) {
        LiveRun.Due due = run.due(System.nanoTime());
        boolean killed = due == LiveRun.Due.KILL && fleet.killFor(run);
        if (due != LiveRun.Due.NOTHING && !killed) {
            over(run, run.endWithoutWorker());
        }
    }

    /// What workers say.
    private final class Ears implements WorkerProcess.Listener {
        @Override
        public void said(WorkerProcess from, Map<String, Object> frame) {
            long number = frame.get("run") instanceof Number it ? it.longValue() : -1;
            if ("checked".equals(frame.get("t"))) {
                checked(number, frame.get("error"));
                return;
            }
            LiveRun run = live.get(number);
            if (run == null || !run.isOn(from)) {
                return;
            }
            switch (String.valueOf(frame.get("t"))) {
                case "call" -> run.asked(frame);
                case "log" -> run.logged(frame);
                case "line" -> run.traced(frame);
                case "sleeps" -> run.sleeps();
                case "wakes" -> run.wakes();
                case "over" -> run.overstepped(String.valueOf(frame.get("cause")));
                case "end" -> ended(run, run.endOf(frame));
                default -> {
                    // Nothing that we know: not worth a word, it may come a million times.
                }
            }
        }

        /// A process of its own that vanished is as a worker that did.
        private void ended(LiveRun run, ScriptEnd end) {
            if (end.kind() == ScriptEnd.Kind.WORKER_LOST) {
                lost(run);
            } else {
                over(run, end);
            }
        }

        @Override
        public boolean accepts(List<String> unwalled) {
            return fleet.accepts(unwalled);
        }

        @Override
        public void ready(WorkerProcess worker) {
            for (LiveRun run : live.values()) {
                if (run.isOn(worker)) {
                    run.workerReady();
                }
            }
            fleet.ready(worker);
        }

        @Override
        public void gone(WorkerProcess worker) {
            fleet.gone(worker);
            if (closed) {
                return;
            }
            for (LiveRun run : live.values()) {
                if (run.isOn(worker)) {
                    lost(run);
                }
            }
        }
    }

    /// Those who only waited begin again among the others; those who ran may have been the reason,
    /// so they do it alone.
    private void lost(LiveRun run) {
        boolean suspect = run.isSuspect();
        if (!run.again(System.nanoTime())) {
            over(run, run.endWithoutWorker());
            return;
        }
        if (suspect) {
            fleet.setApart(run.run().owner());
        }
        goesOn(run);
        begin(run);
    }

    private void checked(long number, @Nullable Object error) {
        CompletableFuture<Syntax> asked = checks.remove(number);
        if (asked == null) {
            return;
        }
        asked.complete(
                error instanceof Map<?, ?> table
                        ? new Syntax.Wrong(
                                new SyntaxError(
                                        whole(table.get("line")),
                                        whole(table.get("column")),
                                        String.valueOf(table.get("message"))))
                        : new Syntax.Good());
    }

    private static int whole(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }

    @Override
    public Syntax check(String text) {
        long number = numbers.incrementAndGet();
        CompletableFuture<Syntax> answer = new CompletableFuture<>();
        checks.put(number, answer);
        try {
            fleet.common().send(Map.of("t", "check", "run", number, "text", text));
            return answer.get(CHECK_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            log.warn("a script could not be checked", e);
            return new Syntax.Unknown("no worker answered within " + CHECK_SECONDS + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Syntax.Unknown("the wait was interrupted");
        } finally {
            checks.remove(number);
        }
    }

    @Override
    public State state() {
        synchronized (lock) {
            return new State(
                    fleet.engine(),
                    settings.bubblewrap().isPresent(),
                    fleet.size(),
                    running.size(),
                    waiting.size(),
                    queue.size(),
                    fleet.lost(),
                    fleet.unwalled());
        }
    }

    @Override
    public void close() {
        closed = true;
        alarms.close();
        fleet.close();
        for (LiveRun run : new ArrayList<>(live.values())) {
            over(run, ScriptEnd.of(ScriptEnd.Kind.WORKER_LOST, "the server stops"));
        }
    }

    /// The worker processes, for tests that kill one.
    List<WorkerProcess> processes() {
        return fleet.all();
    }
}
