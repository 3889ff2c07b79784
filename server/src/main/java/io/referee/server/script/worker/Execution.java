package io.referee.server.script.worker;

import io.referee.server.script.wire.Frames;

import org.jruby.Ruby;
import org.jruby.RubyModule;
import org.jruby.RubyThread;
import org.jruby.exceptions.RaiseException;
import org.jruby.exceptions.ThreadKill;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// One run of a plan, on a virtual thread of its own, which also makes it. What it uses is counted
/// while it runs, not while it waits.
final class Execution implements Runnable {

    private static final ThreadLocal<Execution> HERE = new ThreadLocal<>();
    private static final Map<String, Object> STOP = Map.of("t", "stop");

    /// How long a run that is asked to stop has for its ensure.
    private static final long KINDLY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /// The processor time that it must have had in it; without, nobody has given it a chance yet.
    private static final long KINDLY_CPU_NANOS = KINDLY_NANOS / 2;

    /// When the machine gave it none for so long, it has had its time all the same.
    private static final long MOST_KINDLY_NANOS = 9 * KINDLY_NANOS;

    /// Shorter sleeps are not worth two messages; somebody might sleep a million times.
    private static final long LEAST_TOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final int MOST_MESSAGE = 2_000;

    /// What a plan may use that is not in anybody's way.
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final JRubyWorker worker;
    private final PlanRuntime runtime;
    private final Map<String, Object> spec;
    private final long number;
    private final String owner;
    private final long cpuLimit;
    private final long memoryLimit;
    private final LinkedBlockingQueue<Map<String, Object>> inbox = new LinkedBlockingQueue<>();
    private final Map<String, AtomicReference<IRubyObject>> globals = new ConcurrentHashMap<>();
    private @Nullable IRubyObject plan;
    private volatile @Nullable RubyThread thread;
    private final Meter used = new Meter(Thread.currentThread());
    private boolean waits;
    private volatile @Nullable String stopCause;
    private volatile long stopAsked;
    private volatile long cpuWhenAsked;
    private volatile boolean ended;

    Execution(JRubyWorker worker, PlanRuntime runtime, long number, Map<String, Object> spec) {
        this.worker = worker;
        this.runtime = runtime;
        this.number = number;
        this.spec = spec;
        this.owner = String.valueOf(spec.get("owner"));
        this.cpuLimit = TimeUnit.MILLISECONDS.toNanos(limit(spec, "cpu"));
        this.memoryLimit = limit(spec, "memory");
    }

    /// The run of the calling thread.
    static Execution here() {
        Execution found = HERE.get();
        if (found == null) {
            throw new IllegalStateException("no run on this thread");
        }
        return found;
    }

    /// The plan of the calling thread's run; nil on a thread without one.
    static IRubyObject currentPlan(RubyModule channel) {
        Execution found = HERE.get();
        return found == null || found.plan == null ? channel.getRuntime().getNil() : found.plan;
    }

    long number() {
        return number;
    }

    String owner() {
        return owner;
    }

    @Override
    public void run() {
        HERE.set(this);
        thread = runtime.ruby().getCurrentContext().getThread();
        begin();
        Object end = null;
        try {
            end = runtime.run(spec);
        } catch (ThreadKill _) {
            end = Map.of("end", "stopped");
        } catch (RaiseException e) {
            end = told(e);
        } catch (OutOfMemoryError _) {
            end = Map.of("end", "memory");
        } catch (Throwable e) {
            end = Map.of("end", "exception", "class", e.getClass().getSimpleName(), "line", 0);
        } finally {
            finish(end);
        }
    }

    /// An error that came while another was looked at, so that the program could not tell of it.
    private static Map<String, Object> told(RaiseException error) {
        String type = error.getException().getMetaClass().getRealClass().getName();
        String message = String.valueOf(error.getException().getMessageAsJavaString());
        String clipped = message.substring(0, Math.min(message.length(), MOST_MESSAGE));
        String end = type.equals("NoMemoryError") ? "memory" : "exception";
        return Map.of("end", end, "class", type, "message", clipped);
    }

    private void finish(@Nullable Object end) {
        pause();
        ended = true;
        HERE.remove();
        Map<String, Object> frame = new LinkedHashMap<>();
        if (end instanceof Map<?, ?> table) {
            table.forEach((name, value) -> frame.put(String.valueOf(name), value));
        }
        frame.put("cpu", TimeUnit.NANOSECONDS.toMicros(used.cpu()));
        frame.put("memory", used.memory());
        if (stopCause != null) {
            frame.put("cause", stopCause);
        }
        runtime.ruby().getThreadService().disposeCurrentThread();
        worker.ended(this, runtime, frame);
    }

    /// From here to [#pause()] the run uses processor and memory.
    private void begin() {
        worker.runs(this);
        used.begin();
    }

    private void pause() {
        used.pause();
        worker.waits(this);
    }

    /// Looks after a run: limits, and the steps of a stop. *The watch of the worker.*
    void watch(long now) {
        if (ended) {
            return;
        }
        used.look();
        if (stopCause == null) {
            limits(now);
        } else if (hadItsTime(now - stopAsked)) {
            RubyThread it = thread;
            if (it != null && used.isRunning()) {
                it.kill();
            }
        }
    }

    private boolean hadItsTime(long sinceAsked) {
        return sinceAsked > MOST_KINDLY_NANOS
                || (sinceAsked > KINDLY_NANOS && used.cpu() - cpuWhenAsked > KINDLY_CPU_NANOS);
    }

    private void limits(long now) {
        if (!used.isRunning()) {
            return;
        }
        if (used.cpu() > cpuLimit) {
            overstep("cpu", now);
        } else if (used.memory() > memoryLimit) {
            overstep("memory", now);
        }
    }

    /// Nanoseconds of processor time that count for all runs of its owner together: none as long as
    /// it is quick, and none when it is being stopped.
    long shared() {
        long cpu = used.isRunning() && stopCause == null && !ended ? used.cpu() : 0;
        return cpu < QUICK_NANOS ? 0 : cpu;
    }

    /// What all runs of its owner that are at work now have used: whoever runs many at once has no
    /// more than who runs one.
    void shares(long together, long now) {
        if (together > cpuLimit && shared() > 0) {
            overstep("cpu", now);
        }
    }

    /// The server is told, too: it can end what does not let itself be stopped.
    private void overstep(String cause, long now) {
        stop(cause, now);
        worker.send(Map.of("t", "over", "run", number, "cause", cause));
    }

    private static long limit(Map<String, Object> spec, String name) {
        return spec.get(name) instanceof Number number ? number.longValue() : Long.MAX_VALUE / 2;
    }

    /// Asks the run to stop: a signal that no bare rescue catches, and if that does not help within
    /// a tenth of a second (longer while it gets no processor), the end of its thread, again and
    /// again, past every ensure.
    synchronized void stop(String cause, long now) {
        if (stopCause != null || ended) {
            return;
        }
        stopAsked = now;
        used.look();
        cpuWhenAsked = used.cpu();
        stopCause = cause;
        RubyThread it = thread;
        if (it == null || waits) {
            inbox.add(STOP);
        } else {
            it.raise(runtime.stopped());
        }
    }

    /// The signal comes once, and then, whatever the script asks for, again: two at a time would
    /// end its ensure, too.
    private void goOnUnlessStopped() {
        if (stopCause != null) {
            runtime.ruby().getCurrentContext().pollThreadEvents();
            throw runtime.stop();
        }
    }

    private synchronized void enter() {
        goOnUnlessStopped();
        waits = true;
    }

    private synchronized void goesOn() {
        waits = false;
    }

    private synchronized void leave(@Nullable Map<String, Object> got) {
        goOnUnlessStopped();
        if (got == STOP) {
            throw runtime.stop();
        }
    }

    void answer(Map<String, Object> frame) {
        inbox.add(frame);
    }

    IRubyObject call(IRubyObject[] arguments) {
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("t", "call");
        frame.put("run", number);
        frame.put("name", Values.toJava(arguments[0]));
        frame.put("args", Values.toJava(arguments[1]));
        frame.put("line", Values.toJava(arguments[2]));
        goOnUnlessStopped();
        say(frame);
        Map<String, Object> answer = await(Long.MAX_VALUE);
        if (answer != null && answer.get("error") != null) {
            throw RaiseException.from(
                    runtime.ruby(),
                    runtime.ruby().getRuntimeError(),
                    String.valueOf(answer.get("error")));
        }
        Ruby ruby = runtime.ruby();
        List<@Nullable Object> pair = new java.util.ArrayList<>();
        pair.add(answer == null ? null : answer.get("value"));
        pair.add(answer == null ? null : answer.get("set"));
        return Values.toRuby(ruby, pair);
    }

    /// Sends what a script says; it is told when that is too much.
    private void say(Map<String, Object> frame) {
        if (!worker.send(frame)) {
            throw RaiseException.from(
                    runtime.ruby(),
                    runtime.ruby().getRuntimeError(),
                    "more than " + Frames.MOST_SAID + " octets at once");
        }
    }

    /// A script may have used up its stack, and go on all the same: that must be found out before
    /// anything has changed here, so what goes deepest goes first.
    private @Nullable Map<String, Object> await(long nanos) {
        used.look();
        enter();
        Map<String, Object> got = STOP;
        try {
            pause();
            got = inbox.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            // Then it is to stop.
        } finally {
            begin();
            goesOn();
        }
        leave(got);
        return got;
    }

    IRubyObject log(IRubyObject[] arguments) {
        Object line = Values.toJava(arguments[0]);
        Object text = Values.toJava(arguments[1]);
        say(
                Map.of(
                        "t",
                        "log",
                        "run",
                        number,
                        "line",
                        line == null ? 0 : line,
                        "text",
                        text == null ? "" : text));
        return runtime.ruby().getNil();
    }

    IRubyObject trace(IRubyObject[] arguments) {
        Object line = Values.toJava(arguments[0]);
        worker.send(Map.of("t", "line", "run", number, "line", line == null ? 0 : line));
        return runtime.ruby().getNil();
    }

    /// Whoever sleeps says so: the server lets another run meanwhile.
    IRubyObject sleep(IRubyObject[] arguments) {
        double seconds = arguments[0].convertToFloat().getDoubleValue();
        long nanos = (long) (Math.clamp(seconds, 0, 1_000) * 1e9);
        if (nanos < LEAST_TOLD_NANOS) {
            await(nanos);
        } else {
            goOnUnlessStopped();
            worker.send(Map.of("t", "sleeps", "run", number));
            await(nanos);
            worker.send(Map.of("t", "wakes", "run", number));
        }
        return runtime.ruby().getNil();
    }

    IRubyObject plan(IRubyObject made) {
        plan = made;
        return made;
    }

    IRubyObject global(String name, IRubyObject otherwise) {
        AtomicReference<IRubyObject> held = globals.get(name);
        return held == null ? otherwise : held.get();
    }

    AtomicReference<IRubyObject> global(String name) {
        return globals.computeIfAbsent(name, _ -> new AtomicReference<>());
    }
}
