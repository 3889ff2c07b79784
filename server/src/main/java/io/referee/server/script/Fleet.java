package io.referee.server.script;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// The worker processes: one for all, one that waits ready to take its place, one for traced runs,
/// and one for each owner whose script cost others their process, or whose scripts use up what they
/// may have again and again. *Any thread; under its lock.*
final class Fleet {

    private static final Logger log = LoggerFactory.getLogger(Fleet.class);
    private static final int MOST_APART = 8;
    private static final int HEAP_APART = 192;

    /// Scripts of an owner that used up their processor time or memory, until he is set apart.
    private static final int SLIPS = 2;

    private static final int MOST_SLIPPED = 1_000;
    private static final int TRAINING_JRUBY = 40;
    private static final int TRAINING_CRUBY = 2;

    /// What plans usually do.
    private static final String TRAINING =
            """
            TABLE = { '100' => 'a@b', '101' => 'c@d' }
            def dial(*args) sys.Dial(*args) end
            begin
              sys.Log "call to #{req.URI.User} from #{req.Header.from.FromURI.User}"
              case req.URI.User.to_s
                when /^1(\\d+)$/ then sys.Log "match #$1"
                when "200" : sys.Log "no"
                else sys.Log("else #{TABLE['100']}")
              end
              if dial("a@b", 20).to_s == "Failed" then sys.Log("failed #{sys.LastFailureStatus}") end
              TABLE.each { |e| sys.Log "#{e[0].TrimStart('1')} #{e[1]}" if sys.Out }
              raise "over" unless sys.In
            rescue
              sys.Log("error: " + $!)
            end
            """;

    private final WorkerSettings settings;
    private final Path program;
    private final WorkerProcess.Listener listener;

    /// Those of them who used up what they may use.
    private final Set<String> greedy = new HashSet<>();

    private final Map<String, @Nullable WorkerProcess> apart = new LinkedHashMap<>();
    private final Map<String, Integer> slips = new LinkedHashMap<>();
    private final AtomicLong lost = new AtomicLong();

    /// Bubblewrap ends its process with the thread that began it: this one lives as long as the
    /// fleet.
    private final ExecutorService launcher =
            Executors.newSingleThreadExecutor(
                    work -> Thread.ofPlatform().daemon().name("script-launcher").unstarted(work));

    private @Nullable WorkerProcess common;
    private @Nullable WorkerProcess spare;
    private @Nullable WorkerProcess tracing;
    private String engine = "";
    private List<String> unwalled = List.of();
    private boolean closed;

    Fleet(WorkerSettings settings, Path program, WorkerProcess.Listener listener) {
        this.settings = settings;
        this.program = program;
        this.listener = listener;
    }

    /// Starts the worker for all, whose listener must be ready to hear it.
    synchronized void warmUp() {
        try {
            common();
        } catch (IOException _) {
            // Whoever wants to run a script is told.
        }
    }

    /// A worker is warm: now there is time to begin the one that waits to take the place of the one
    /// for all.
    void ready(WorkerProcess worker) {
        synchronized (this) {
            if (closed || alive(spare) || common == null || common.engine().isEmpty()) {
                return;
            }
            try {
                spare = launch(settings.heapMegabytes(), false);
            } catch (IOException _) {
                // Then the next one starts cold.
            }
        }
    }

    private @Nullable WorkerProcess take() {
        WorkerProcess taken = spare;
        spare = null;
        return taken;
    }

    private static boolean alive(@Nullable WorkerProcess worker) {
        return worker != null && !worker.isGone();
    }

    private WorkerProcess launch(int heap, boolean traced) throws IOException {
        return launch(WorkerCommand.of(settings, heap, traced, program), traced);
    }

    private WorkerProcess launch(List<String> command, boolean traced) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (settings.walls() == WorkerSettings.Walling.REQUIRED && !unwalled.isEmpty()) {
            throw new IOException("its walls cannot be put up: " + String.join("; ", unwalled));
        }
        List<Map<String, Object>> first = traced ? List.of() : training();
        try {
            String zone = WorkerCommand.zone(settings.zone());
            return launcher.submit(() -> WorkerProcess.start(command, zone, listener, first)).get();
        } catch (ExecutionException e) {
            throw new IOException("no script worker can be started", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private List<Map<String, Object>> training() {
        boolean jruby = settings.engine() == WorkerSettings.Engine.JRUBY;
        List<Map<String, Object>> runs = new ArrayList<>();
        for (int i = 1; i <= (jruby ? TRAINING_JRUBY : TRAINING_CRUBY); i++) {
            ScriptRun run = ScriptRun.of("", "training", TRAINING, Map.of());
            runs.add(run.frame(-i, run.limits().memory() * ScriptLimits.CHURN));
        }
        return runs;
    }

    /// The worker for all; a new one when it is gone.
    synchronized WorkerProcess common() throws IOException {
        WorkerProcess known = common;
        if (known == null || known.isGone()) {
            WorkerProcess waiting = alive(spare) ? take() : null;
            known = waiting != null ? waiting : launch(settings.heapMegabytes(), false);
            common = known;
        }
        return known;
    }

    /// A worker, which counts the run from now on.
    synchronized WorkerProcess workerFor(ScriptRun run) throws IOException {
        WorkerProcess found = chosen(run);
        found.begins();
        return found;
    }

    private WorkerProcess chosen(ScriptRun run) throws IOException {
        if (run.trace() && settings.engine() == WorkerSettings.Engine.JRUBY) {
            return tracing();
        }
        return apart.containsKey(run.owner()) ? own(run.owner()) : common();
    }

    private WorkerProcess tracing() throws IOException {
        WorkerProcess known = tracing;
        if (known == null || known.isGone()) {
            known = launch(HEAP_APART, true);
            tracing = known;
        }
        return known;
    }

    private WorkerProcess own(String owner) throws IOException {
        WorkerProcess known = apart.get(owner);
        if (known == null || known.isGone()) {
            List<String> command = WorkerCommand.of(settings, HEAP_APART, false, program);
            known =
                    launch(
                            greedy.contains(owner) ? WorkerCommand.yielding(command) : command,
                            false);
            apart.put(owner, known);
        }
        return known;
    }

    /// Kills the process of a run that does not stop; its owner does no harm to others from now on.
    ///
    /// @return whether it had one
    boolean killFor(LiveRun run) {
        for (WorkerProcess worker : all()) {
            if (run.isOn(worker) && !worker.isGone()) {
                yields(run.run().owner());
                worker.kill();
                return true;
            }
        }
        return false;
    }

    /// A script of this owner used up its processor time or its memory. Once may happen; who does
    /// it again slows all others down each time.
    void slipped(String owner) {
        if (hasSlippedAgain(owner)) {
            yields(owner);
        }
    }

    private synchronized boolean hasSlippedAgain(String owner) {
        boolean again = slips.merge(owner, 1, Integer::sum) >= SLIPS;
        if (again) {
            slips.remove(owner);
        } else if (slips.size() > MOST_SLIPPED) {
            slips.remove(slips.keySet().iterator().next());
        }
        return again;
    }

    /// From its next worker on it gets the processor when nobody else wants it.
    private void yields(String owner) {
        Optional<WorkerProcess> dropped;
        synchronized (this) {
            dropped = place(owner);
            greedy.add(owner);
        }
        dropped.ifPresent(WorkerProcess::drop);
    }

    /// Its scripts run in a process of their own: they may have been why one was lost.
    void setApart(String owner) {
        Optional<WorkerProcess> dropped;
        synchronized (this) {
            dropped = place(owner);
        }
        dropped.ifPresent(WorkerProcess::drop);
    }

    /// Makes a place for an owner.
    ///
    /// @return the worker that has to go for it, which may take a moment
    private Optional<WorkerProcess> place(String owner) {
        if (apart.containsKey(owner)) {
            return Optional.empty();
        }
        @Nullable WorkerProcess dropped = null;
        if (apart.size() >= MOST_APART) {
            String oldest = longestApart();
            dropped = apart.remove(oldest);
            greedy.remove(oldest);
        }
        apart.put(owner, null);
        return Optional.ofNullable(dropped);
    }

    /// Of those without a script just now, when there is one: no run is lost with its worker.
    private String longestApart() {
        for (Map.Entry<String, @Nullable WorkerProcess> it : apart.entrySet()) {
            WorkerProcess worker = it.getValue();
            if (worker == null || worker.isIdle()) {
                return it.getKey();
            }
        }
        return apart.keySet().iterator().next();
    }

    void gone(WorkerProcess worker) {
        synchronized (this) {
            if (!closed) {
                lost.incrementAndGet();
            }
            if (worker.engine().isEmpty() && !closed) {
                // It never came up: trying again at once would do it again, for ever.
                return;
            }
            if (worker == common) {
                common = null;
            }
        }
        warmUp();
    }

    /// A worker says what it could not give up.
    ///
    /// @return whether it may run scripts all the same
    synchronized boolean accepts(List<String> without) {
        if (!without.isEmpty() && !without.equals(unwalled)) {
            log.warn("A worker for scripts has not all its walls: {}", String.join("; ", without));
        }
        unwalled = without;
        return without.isEmpty() || settings.walls() != WorkerSettings.Walling.REQUIRED;
    }

    synchronized List<String> unwalled() {
        return unwalled;
    }

    synchronized String engine() {
        for (WorkerProcess worker : all()) {
            if (!worker.engine().isEmpty()) {
                engine = worker.engine();
            }
        }
        return engine;
    }

    boolean awaitReady(long seconds) throws InterruptedException {
        List<WorkerProcess> started = all();
        for (WorkerProcess it : started) {
            if (!it.awaitReady(seconds)) {
                return false;
            }
        }
        return !started.isEmpty();
    }

    synchronized List<WorkerProcess> all() {
        List<WorkerProcess> all = new ArrayList<>();
        for (WorkerProcess it : new WorkerProcess[] {common, spare, tracing}) {
            if (it != null) {
                all.add(it);
            }
        }
        for (WorkerProcess it : apart.values()) {
            if (it != null) {
                all.add(it);
            }
        }
        return all;
    }

    synchronized int size() {
        return (int) all().stream().filter(it -> !it.isGone()).count();
    }

    long lost() {
        return lost.get();
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(WorkerProcess::kill);
        launcher.shutdown();
    }
}
