package io.referee.server.script;

import io.referee.server.script.wire.Frames;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A worker process and the channel to it. One thread reads what it says, one writes, so that
/// nobody waits for it. What it says is not trusted. *Any thread.*
final class WorkerProcess {

    private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);
    private static final int LARGEST_FRAME = 1024 * 1024;
    private static final int MOST_UNSENT = 50_000;

    /// How long bubblewrap is given to begin the process behind its walls.
    private static final long MOST_BEGINNING = TimeUnit.SECONDS.toNanos(2);

    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(1);

    private final Process process;
    private final boolean walled;
    private final Frames frames;
    private final Listener listener;
    private final List<Map<String, Object>> training;
    private final LinkedBlockingQueue<Map<String, ?>> unsent =
            new LinkedBlockingQueue<>(MOST_UNSENT);
    private final CountDownLatch ready = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();
    private volatile String engine = "";
    private volatile boolean gone;
    private volatile boolean ending;
    private volatile boolean dropped;

    /// What happens to a worker; called on its reading thread.
    interface Listener {
        void said(WorkerProcess from, Map<String, Object> frame);

        /// It says what it could not give up before it runs scripts of others.
        ///
        /// @return whether it may run them all the same
        boolean accepts(List<String> unwalled);

        /// It has spoken and is warm.
        void ready(WorkerProcess worker);

        void gone(WorkerProcess worker);
    }

    private WorkerProcess(
            Process process,
            List<String> command,
            Listener listener,
            List<Map<String, Object>> training) {
        this.training = List.copyOf(training);
        this.process = process;
        this.walled = WorkerCommand.isWalled(command);
        this.listener = listener;
        this.frames =
                new Frames(process.getInputStream(), process.getOutputStream(), LARGEST_FRAME);
    }

    /// Starts a process. It may be written to at once.
    ///
    /// @param zone the time zone that it lives in, for the C library
    /// @param training runs that it has to go through before it counts as ready
    static WorkerProcess start(
            List<String> command,
            String zone,
            Listener listener,
            List<Map<String, Object>> training)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("TZ", zone);
        WorkerProcess made = new WorkerProcess(builder.start(), command, listener, training);
        Thread.ofPlatform().daemon().name("script-reader").start(made::read);
        return made;
    }

    void send(Map<String, ?> frame) {
        if (!unsent.offer(frame)) {
            log.warn("a script worker does not take what it is sent; it is replaced");
            kill();
        }
    }

    /// Its place is needed for another's: that it ends is nobody's fault.
    void drop() {
        dropped = !gone;
        kill();
    }

    boolean isDropped() {
        return dropped;
    }

    /// A run of it is about to begin.
    void begins() {
        runs.incrementAndGet();
    }

    /// A run of it is over.
    void ends() {
        runs.decrementAndGet();
    }

    /// Nobody loses anything when it goes.
    boolean isIdle() {
        return gone || runs.get() == 0;
    }

    String engine() {
        return engine;
    }

    /// It has spoken and is warm.
    boolean isReady() {
        return ready.getCount() == 0 && !gone;
    }

    boolean isGone() {
        return gone;
    }

    long pid() {
        return process.pid();
    }

    /// Processor time that it and its children have used. Looks through all processes of the
    /// machine.
    long cpuNanos() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(it -> it.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }

    /// Waits until it has spoken.
    boolean awaitReady(long seconds) throws InterruptedException {
        return ready.await(seconds, TimeUnit.SECONDS) && !gone;
    }

    /// The process goes first: it must not tell that its children have gone.
    void kill() {
        ending = true;
        if (walled) {
            awaitInner();
        }
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /// Bubblewrap begins the process behind its walls and tells it to go on a moment later: killed
    /// between the two, it would leave that one waiting for ever, with our pipes in its hands.
    private void awaitInner() {
        boolean interrupted = Thread.interrupted();
        long latest = System.nanoTime() + MOST_BEGINNING;
        while (process.isAlive()
                && process.children().findAny().isEmpty()
                && System.nanoTime() - latest < 0) {
            LockSupport.parkNanos(LOOK_AGAIN);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            while (!gone) {
                Map<String, ?> frame = unsent.poll(1, TimeUnit.SECONDS);
                if (frame != null) {
                    frames.write(frame);
                }
            }
        } catch (IOException _) {
            kill();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            hello();
            Optional<Map<String, Object>> frame = frames.read();
            while (frame.isPresent()) {
                listener.said(this, frame.get());
                frame = frames.read();
            }
        } catch (IOException | RuntimeException e) {
            if (process.isAlive() && !ending) {
                log.warn("a script worker said what it should not", e);
            }
        } finally {
            gone = true;
            kill();
            ready.countDown();
            listener.gone(this);
        }
    }

    private void hello() throws IOException {
        Optional<Map<String, Object>> hello = frames.read();
        if (hello.isEmpty()) {
            return;
        }
        if (!Integer.valueOf(Frames.VERSION).equals(hello.get().get("v"))) {
            throw new IOException("a script worker of another version");
        }
        if (!listener.accepts(texts(hello.get().get("unwalled")))) {
            kill();
            return;
        }
        train(training.size());
        Thread.ofVirtual().name("script-writer").start(this::write);
        engine = String.valueOf(hello.get().get("engine"));
        ready.countDown();
        listener.ready(this);
    }

    private static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /// The first runs of a new process are slow: these are nobody's.
    private void train(int runs) throws IOException {
        for (int i = 0; i < runs; i++) {
            frames.write(training.get(i));
            boolean over = false;
            while (!over) {
                Map<String, Object> frame = frames.read().orElseThrow(EOFException::new);
                Object run = frame.getOrDefault("run", 0);
                over = "end".equals(frame.get("t"));
                if ("call".equals(frame.get("t"))) {
                    frames.write(Map.of("t", "answer", "run", run, "value", "Failed"));
                }
            }
        }
    }
}
