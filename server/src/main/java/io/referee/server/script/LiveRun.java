package io.referee.server.script;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A run on our side of the channel: what it was told, how much it said, until when it may go on.
/// *Any thread; its state under its own lock; the host is called without the lock.*
final class LiveRun implements Running {

    private static final int MOST_STARTS = 10;

    /// Losses of its process while it ran, which may have been its fault.
    private static final int MOST_LOSSES = 2;

    private static final int MOST_MESSAGE = 2_000;
    private static final int MOST_DELAYS = 10;
    private static final long MOST_DELAY = TimeUnit.SECONDS.toNanos(10);

    /// How long somebody looks whether the machine is short of processors.
    private static final Duration LOOK = Duration.ofMillis(250);

    private static final String NO_TIME = "it used all its processor time";
    private static final String NOT_SHOWN = "more lines are not shown";
    private static final String NO_MEMORY = "it used all its memory";

    /// How long a run waits for its turn and for a worker that is only beginning.
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private final ScriptWorkers workers;
    private final ScriptRun run;
    private final ScriptHost host;
    private final long number;
    private final long begun;
    private final Journal journal = new Journal();
    private @Nullable WorkerProcess worker;
    private long deadline;
    private long allowance;
    private long killAt = Long.MAX_VALUE;
    private long cpuWhenLate = -1;

    /// Until when it is spared at most; nothing while it is within its limit.
    private @Nullable Long sparedUntil;

    private int delays;
    private @Nullable ScriptEnd wanted;
    private boolean over;
    private boolean clockRuns;
    private boolean waiting;
    private boolean sleeping;
    private int starts;
    private int losses;
    private int calls;
    private int logLines;
    private long logOctets;
    private int hiddenLines;
    private int logLinesToSkip;

    LiveRun(ScriptWorkers workers, ScriptRun run, ScriptHost host, long number, long now) {
        this.workers = workers;
        this.run = run;
        this.host = host;
        this.number = number;
        this.begun = now;
        this.deadline = now + WARM_UP.toNanos();
        this.allowance = run.limits().running().toNanos();
    }

    long number() {
        return number;
    }

    ScriptRun run() {
        return run;
    }

    /// Sends it to a worker, which counts it already; again when it was lost with another. Nothing
    /// is sent when it is over.
    ///
    /// @return false when that worker has gone meanwhile
    synchronized boolean startOn(WorkerProcess chosen) {
        if (over || chosen.isGone()) {
            chosen.ends();
            return over;
        }
        leaveWorker();
        worker = chosen;
        starts++;
        logLinesToSkip = logLines;
        waiting = false;
        sleeping = false;
        chosen.send(run.frame(number, workers.memory(run.limits())));
        if (wanted != null) {
            chosen.send(Map.of("t", "stop", "run", number));
        }
        clockMayRun();
        setAlarm();
        return true;
    }

    private void leaveWorker() {
        if (worker != null) {
            worker.ends();
        }
    }

    /// Its worker is ready: the clock begins to run.
    synchronized void workerReady() {
        if (!over) {
            clockMayRun();
            setAlarm();
        }
    }

    /// With the lock held.
    private void clockMayRun() {
        if (!clockRuns && hasBegun()) {
            clockRuns = true;
            deadline = System.nanoTime() + allowance;
            sparedUntil = null;
        }
    }

    private boolean hasBegun() {
        return worker != null && worker.isReady();
    }

    /// When the clock is to be looked at: at the deadline, or when it has had its time to stop.
    /// With the lock held.
    private void setAlarm() {
        if (over) {
            return;
        }
        if (wanted == null) {
            workers.alarms().set(this, deadline);
        } else {
            workers.alarms().set(this, hasBegun() ? killAt : System.nanoTime());
        }
    }

    /// It waits for its turn, but not for ever.
    synchronized void queued() {
        setAlarm();
    }

    /// Its worker is gone. May it begin again? Whoever only waited did nothing to deserve it.
    synchronized boolean again(long now) {
        losses += isSuspect() ? 1 : 0;
        if (clockRuns) {
            clockRuns = false;
            allowance = Math.max(deadline - now, run.limits().running().toNanos());
            deadline = now + WARM_UP.toNanos();
        }
        boolean may = starts < MOST_STARTS && losses < MOST_LOSSES;
        return wanted == null && may && journal.rewind();
    }

    synchronized boolean isOn(WorkerProcess asked) {
        return worker == asked;
    }

    /// May its worker have been lost because of it? It was at work, and nobody took the worker
    /// away.
    synchronized boolean isSuspect() {
        return !isWaiting() && (worker == null || !worker.isDropped());
    }

    /// Does it wait, for its host or for a time to pass?
    synchronized boolean isWaiting() {
        return waiting || sleeping;
    }

    /// It says that it sleeps: its time goes on, its place is for others.
    void sleeps() {
        synchronized (this) {
            if (over || wanted != null || isWaiting()) {
                return;
            }
            sleeping = true;
        }
        workers.waits(this);
    }

    void wakes() {
        synchronized (this) {
            if (!sleeping) {
                return;
            }
            sleeping = false;
        }
        workers.goesOn(this);
    }

    /// What it was to end with, when its worker did not survive its stop.
    synchronized ScriptEnd endWithoutWorker() {
        return wanted != null
                ? wanted
                : ScriptEnd.of(ScriptEnd.Kind.WORKER_LOST, "its worker process was lost");
    }

    void asked(Map<String, Object> frame) {
        String name = String.valueOf(frame.get("name"));
        @Nullable Object arguments = frame.get("args");
        int line = number(frame.get("line"));
        Journal.Asked asked;
        synchronized (this) {
            if (over || wanted != null) {
                return;
            }
            if (++calls > run.limits().calls()) {
                stopFor(ScriptEnd.Kind.OUTPUT, "more than " + run.limits().calls() + " calls");
                return;
            }
            asked = journal.ask(name, arguments);
            waiting = asked == Journal.Asked.NEW || asked == Journal.Asked.OPEN;
            if (asked == Journal.Asked.ANSWERED) {
                tell(journal.told());
            }
        }
        switch (asked) {
            case NEW -> {
                workers.waits(this);
                host.called(name, list(arguments), line, new OneReply());
            }
            case OTHER -> workers.diverged(this);
            case OPEN -> workers.waits(this);
            case ANSWERED -> {
                // It had the answer before its process was lost.
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<@Nullable Object> list(@Nullable Object arguments) {
        return arguments instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? Math.clamp(number.longValue(), 0, 1_000_000) : 0;
    }

    private void tell(Map<String, ?> answer) {
        WorkerProcess to = worker;
        if (to != null) {
            to.send(answer);
        }
    }

    /// Both ways to answer; only the first counts.
    private final class OneReply implements Reply {
        private boolean given;

        @Override
        public void answer(@Nullable Object value, Map<String, Object> changed) {
            Map<String, @Nullable Object> frame = new LinkedHashMap<>();
            frame.put("t", "answer");
            frame.put("run", number);
            frame.put("value", value);
            if (!changed.isEmpty()) {
                frame.put("set", changed);
            }
            give(frame);
        }

        @Override
        public void fail(String text) {
            give(Map.of("t", "answer", "run", number, "error", text));
        }

        private void give(Map<String, ?> frame) {
            synchronized (LiveRun.this) {
                if (given || over || wanted != null) {
                    return;
                }
                given = true;
                journal.answered(frame);
                if (waiting) {
                    waiting = false;
                    tell(frame);
                }
            }
            workers.goesOn(LiveRun.this);
        }
    }

    /// What is too much for its log is not shown, and it goes on. Its worker sends no more than the
    /// first of those lines; one that does is to end it.
    void logged(Map<String, Object> frame) {
        String text = String.valueOf(frame.get("text"));
        boolean hidden;
        synchronized (this) {
            if (over || logLinesToSkip-- > 0) {
                return;
            }
            logLines++;
            logOctets += text.getBytes(StandardCharsets.UTF_8).length;
            hidden = logLines > run.limits().logLines() || logOctets > run.limits().logOctets();
            if (hidden && hiddenLines++ > 0) {
                stopFor(ScriptEnd.Kind.OUTPUT, "it writes more than its log may hold");
                return;
            }
        }
        host.logged(number(frame.get("line")), hidden ? NOT_SHOWN : text);
    }

    void traced(Map<String, Object> frame) {
        if (run.trace()) {
            host.traced(number(frame.get("line")));
        }
    }

    /// Its worker stops it for this; it has the usual time for that.
    synchronized void overstepped(String cause) {
        switch (cause) {
            case "cpu" -> stopFor(ScriptEnd.Kind.CPU, NO_TIME);
            case "memory" -> stopFor(ScriptEnd.Kind.MEMORY, NO_MEMORY);
            default -> {
                // No limit of ours.
            }
        }
    }

    /// The worker says that it is over.
    ScriptEnd endOf(Map<String, Object> frame) {
        ScriptEnd asWanted = wantedEnd();
        String said = String.valueOf(frame.get("end"));
        String message = text(frame.get("message"));
        if ("cpu".equals(frame.get("cause"))) {
            return ScriptEnd.of(ScriptEnd.Kind.CPU, NO_TIME);
        }
        if ("memory".equals(frame.get("cause")) || said.equals("memory")) {
            return ScriptEnd.of(ScriptEnd.Kind.MEMORY, NO_MEMORY);
        }
        if (asWanted != null) {
            return asWanted;
        }
        ScriptEnd.Kind kind =
                switch (said) {
                    case "finished" -> ScriptEnd.Kind.FINISHED;
                    case "stopped" -> ScriptEnd.Kind.STOPPED;
                    case "syntax" -> ScriptEnd.Kind.SYNTAX;
                    case "missing" -> ScriptEnd.Kind.MISSING_METHOD;
                    case "cpu" -> ScriptEnd.Kind.CPU;
                    case "lost" -> ScriptEnd.Kind.WORKER_LOST;
                    default -> ScriptEnd.Kind.EXCEPTION;
                };
        return new ScriptEnd(kind, message, number(frame.get("line")), text(frame.get("class")));
    }

    private synchronized @Nullable ScriptEnd wantedEnd() {
        return wanted;
    }

    private static String text(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.length() > MOST_MESSAGE ? text.substring(0, MOST_MESSAGE) : text;
    }

    /// Ends it, once, and tells the host.
    ///
    /// @return whether this was the end
    boolean end(ScriptEnd end) {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            workers.alarms().cancel(this);
            leaveWorker();
        }
        if (end.kind() == ScriptEnd.Kind.CPU) {
            host.logged(0, end.message());
        }
        host.ended(end.told());
        return true;
    }

    @Override
    public void stop(String reason) {
        synchronized (this) {
            stopFor(ScriptEnd.Kind.STOPPED, reason);
        }
        workers.stopping(this);
    }

    /// With the lock held.
    private void stopFor(ScriptEnd.Kind kind, String reason) {
        if (over || wanted != null) {
            return;
        }
        wanted = ScriptEnd.of(kind, reason);
        waiting = false;
        killAt = System.nanoTime() + workers.graceNanos() / 2;
        tell(Map.of("t", "stop", "run", number));
        setAlarm();
    }

    @Override
    public synchronized void deadline(Duration fromNow) {
        long latest = begun + run.limits().absolute().toNanos();
        long asked = System.nanoTime() + fromNow.toNanos();
        deadline = asked - latest > 0 ? latest : asked;
        clockRuns = true;
        sparedUntil = null;
        if (!over && wanted == null) {
            setAlarm();
        }
    }

    /// What is to be done about a run that the clock was looked at for.
    enum Due {
        NOTHING,
        /// It has had its time to stop, too: its process must die for it.
        KILL,
        /// It never began: it is over.
        END
    }

    /// Looks at the clock when the alarm rang.
    synchronized Due due(long now) {
        if (wanted == null && now - deadline >= 0 && !spared(now)) {
            stopFor(ScriptEnd.Kind.TIMED_OUT, "it took too long");
        }
        if (over) {
            return Due.NOTHING;
        }
        if (wanted != null && !hasBegun()) {
            return Due.END;
        }
        if (wanted != null && now - killAt >= 0 && hadItsTime()) {
            return Due.KILL;
        }
        setAlarm();
        return Due.NOTHING;
    }

    /// Where a machine is short of processors, a run may have waited for one all the time: it gets
    /// as long again, as far as the absolute limit lets it, unless there is one to spare meanwhile.
    /// With the lock held.
    private boolean spared(long now) {
        if (!clockRuns || over) {
            return false;
        }
        Long until = sparedUntil;
        if (until == null) {
            long latest = begun + run.limits().absolute().toNanos();
            long twice = now + run.limits().running().toNanos();
            until = twice - latest > 0 ? latest : twice;
            sparedUntil = until;
            workers.crowded();
        } else if (!workers.crowded()) {
            return false;
        }
        long next = now + LOOK.toNanos();
        deadline = next - until > 0 ? until : next;
        return now - until < 0;
    }

    /// Half of the grace is time to stop; in the other half its process must have used the
    /// processor, or it had none: where a machine is short of it, nobody is to blame. With the lock
    /// held.
    private boolean hadItsTime() {
        WorkerProcess on = worker;
        long half = workers.graceNanos() / 2;
        long cpu = on == null ? 0 : on.cpuNanos();
        boolean busy = cpuWhenLate >= 0 && cpu - cpuWhenLate >= half / 2;
        if (busy || delays >= MOST_DELAYS || delays * half >= MOST_DELAY) {
            return true;
        }
        if (cpuWhenLate < 0) {
            cpuWhenLate = cpu;
        }
        delays++;
        killAt = System.nanoTime() + half;
        return false;
    }
}
