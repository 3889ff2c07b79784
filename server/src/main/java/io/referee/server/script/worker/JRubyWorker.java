package io.referee.server.script.worker;

import io.referee.server.script.wire.Frames;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/// The worker process on JRuby. Frames come on the standard input and go to the standard output:
/// `run`, `answer`, `stop` and `check` come; `hello`, `call`, `log`, `line`, `over`, `end` and
/// `checked` go. When the input ends, so does the process.
public final class JRubyWorker {

    private static final String PROGRAM = "/io/referee/server/script/";
    private static final String[] PARTS = {
        "source", "compat", "faces", "plan", "clock", "library", "guard"
    };
    private static final int LARGEST_FRAME = 4 * 1024 * 1024;
    private static final int WATCH_MILLIS = 20;
    private static final int SPARE_RUNTIMES = 4;

    private final Frames frames;
    private final Runtimes runtimes;
    private final Map<Long, Execution> executions = new ConcurrentHashMap<>();

    /// Those that do not wait: only they are watched.
    private final Set<Execution> running = ConcurrentHashMap.newKeySet();

    /// Runs that wait for their runtime; false when they have been stopped meanwhile.
    private final Map<Long, Boolean> coming = new ConcurrentHashMap<>();

    private final Executor aside = Executors.newVirtualThreadPerTaskExecutor();

    private JRubyWorker(Frames frames, Runtimes runtimes) {
        this.frames = frames;
        this.runtimes = runtimes;
    }

    /// @param arguments none
    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Whoever goes the way of an uncaught error takes the process along: the server begins
        // another.
        Thread.setDefaultUncaughtExceptionHandler(
                (_, error) -> {
                    error.printStackTrace();
                    Runtime.getRuntime().halt(3);
                });
        Frames frames =
                new Frames(
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out),
                        LARGEST_FRAME);
        System.setOut(System.err);
        new JRubyWorker(frames, new Runtimes(program(), SPARE_RUNTIMES)).work();
        Runtime.getRuntime().halt(0);
    }

    private static Map<String, String> program() throws IOException {
        Map<String, String> program = new LinkedHashMap<>();
        for (String part : PARTS) {
            try (InputStream in = JRubyWorker.class.getResourceAsStream(PROGRAM + part + ".rb")) {
                if (in == null) {
                    throw new IOException("the program lacks its part " + part);
                }
                program.put(part, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return program;
    }

    private void work() throws IOException, InterruptedException {
        daemon("warm", runtimes::keepWarm);
        daemon("watch", this::watch);
        runtimes.awaitWarm();
        String engine = "JRuby " + org.jruby.runtime.Constants.VERSION;
        frames.write(Map.of("t", "hello", "v", Frames.VERSION, "engine", engine));
        while (true) {
            Optional<Map<String, Object>> frame = frames.read();
            if (frame.isEmpty()) {
                return;
            }
            take(frame.get());
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }

    private void take(Map<String, Object> frame) {
        long run = frame.get("run") instanceof Number number ? number.longValue() : -1;
        @Nullable Execution known = executions.get(run);
        switch (String.valueOf(frame.get("t"))) {
            case "run" -> start(run, frame);
            case "check" -> aside.execute(() -> check(run, frame));
            case "answer" -> {
                if (known != null) {
                    known.answer(frame);
                }
            }
            case "stop" -> {
                if (coming.replace(run, false) == null && known != null) {
                    known.stop("asked", System.nanoTime());
                } else {
                    stopLate(run);
                }
            }
            default -> {
                // A word of a later server; it said its version, and was believed.
            }
        }
    }

    /// A runtime may have to be made first, which must not keep the others waiting.
    private void start(long run, Map<String, Object> frame) {
        coming.put(run, true);
        aside.execute(
                () -> {
                    String owner = String.valueOf(frame.get("owner"));
                    String text = frame.get("text") + "\n" + frame.get("common");
                    Reading reading = Reading.of(text + frame.get("libraries"));
                    PlanRuntime runtime = runtimes.lend(owner, reading.reshapes());
                    runtime.separateGlobals(reading.globals());
                    Execution made = new Execution(this, runtime, run, frame);
                    executions.put(run, made);
                    if (Boolean.FALSE.equals(coming.remove(run))) {
                        made.stop("asked", System.nanoTime());
                    }
                    made.run();
                });
    }

    /// It may have begun between the two looks of the reader.
    private void stopLate(long run) {
        Execution begun = executions.get(run);
        if (begun != null) {
            begun.stop("asked", System.nanoTime());
        }
    }

    private void check(long run, Map<String, Object> frame) {
        PlanRuntime runtime = runtimes.lend("", false);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("t", "checked");
        answer.put("run", run);
        answer.put("error", runtime.check(String.valueOf(frame.get("text")), "plan"));
        runtimes.release(runtime);
        send(answer);
    }

    /// A run uses processor and memory from now on.
    void runs(Execution execution) {
        running.add(execution);
    }

    /// A run waits, or is over.
    void waits(Execution execution) {
        running.remove(execution);
    }

    void ended(Execution execution, PlanRuntime runtime, Map<String, Object> frame) {
        executions.remove(execution.number());
        runtimes.release(runtime);
        frame.put("t", "end");
        frame.put("run", execution.number());
        if (!send(frame)) {
            // It has changed how texts are cut. That it is over must be told all the same.
            frame.put("end", "exception");
            frame.put("class", "");
            frame.put("message", "an error whose text is too long");
            send(frame);
        }
    }

    /// Sends a frame; when the server has gone, so does the process.
    ///
    /// @return false when it is larger than the server accepts
    boolean send(Map<String, ?> frame) {
        try {
            return frames.say(frame);
        } catch (IOException _) {
            Runtime.getRuntime().halt(0);
            return false;
        }
    }

    /// The limit of processor time is one of an owner's runs at work together, too.
    private void together(long now) {
        Map<String, Long> used = new HashMap<>();
        for (Execution it : running) {
            long shared = it.shared();
            if (shared > 0) {
                used.merge(it.owner(), shared, Long::sum);
            }
        }
        if (!used.isEmpty()) {
            running.forEach(it -> it.shares(used.getOrDefault(it.owner(), 0L), now));
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(WATCH_MILLIS);
                long now = System.nanoTime();
                running.forEach(it -> it.watch(now));
                together(now);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
