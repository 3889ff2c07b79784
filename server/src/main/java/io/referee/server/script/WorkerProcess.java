package io.referee.server.script;

import io.referee.server.script.wire.Frames;

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
import java.util.stream.Stream;

/// A worker process and the channel to it. One thread reads what it says, one writes, so that
/// nobody waits for it. What it says is not trusted. *Any thread.*
final class WorkerProcess {

    private static final Logger log = LoggerFactory.getLogger(WorkerProcess.class);
    private static final int LARGEST_FRAME = 1024 * 1024;
    private static final int MOST_UNSENT = 50_000;

    private final Process process;
    private final Frames frames;
    private final Listener listener;
    private final List<Map<String, Object>> training;
    private final LinkedBlockingQueue<Map<String, ?>> unsent =
            new LinkedBlockingQueue<>(MOST_UNSENT);
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile String engine = "";
    private volatile boolean gone;
    private volatile boolean killed;

    /// What happens to a worker; called on its reading thread.
    interface Listener {
        void said(WorkerProcess from, Map<String, Object> frame);

        /// It has spoken and is warm.
        void ready(WorkerProcess worker);

        void gone(WorkerProcess worker);
    }

    private WorkerProcess(Process process, Listener listener, List<Map<String, Object>> training) {
        this.training = List.copyOf(training);
        this.process = process;
        this.listener = listener;
        this.frames =
                new Frames(process.getInputStream(), process.getOutputStream(), LARGEST_FRAME);
    }

    /// Starts a process. It may be written to at once.
    ///
    /// @param training runs that it has to go through before it counts as ready
    static WorkerProcess start(
            List<String> command, Listener listener, List<Map<String, Object>> training)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        WorkerProcess made = new WorkerProcess(builder.start(), listener, training);
        Thread.ofPlatform().daemon().name("script-reader").start(made::read);
        return made;
    }

    void send(Map<String, ?> frame) {
        if (!unsent.offer(frame)) {
            log.warn("a script worker does not take what it is sent; it is replaced");
            kill();
        }
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
        killed = true;
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
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
            if (!killed && process.isAlive()) {
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
        train(training.size());
        Thread.ofVirtual().name("script-writer").start(this::write);
        engine = String.valueOf(hello.get().get("engine"));
        ready.countDown();
        listener.ready(this);
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
