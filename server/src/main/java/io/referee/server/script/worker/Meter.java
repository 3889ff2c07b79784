package io.referee.server.script.worker;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.TimeUnit;

/// Processor time and memory that a virtual thread uses between [#begin()] and [#pause()]. A thread
/// that had to wait for a lock may go on upon another carrier without a word, so somebody has to
/// [#look()] from time to time. Who was moved since the last look is taken to have worked all that
/// time, and to have asked for what the carrier that it left gave since then. *Any thread.*
final class Meter {

    /// The most processor time that a move may cost, and for how long the carrier's memory counts:
    /// nobody pays for what others do before a look that comes late.
    private static final long MOST_MOVED = TimeUnit.MILLISECONDS.toNanos(40);

    private final Thread virtual;
    private boolean running;
    private @Nullable Thread carrier;

    /// What the carrier showed at the last look, and when that was.
    private long cpuSeen;

    private long memorySeen;
    private long lookedAt;

    private long cpu;
    private long memory;

    /// @param virtual whose use is counted
    Meter(Thread virtual) {
        this.virtual = virtual;
    }

    /// From here on it counts. *The thread that is counted.*
    synchronized void begin() {
        mount(Carrier.of(virtual));
        running = true;
    }

    /// What the thread uses from here on does not count. *The thread that is counted.*
    synchronized void pause() {
        look();
        running = false;
    }

    synchronized boolean isRunning() {
        return running;
    }

    /// Counts what was used since the last look.
    synchronized void look() {
        if (!running) {
            return;
        }
        Thread before = carrier;
        long given = before == null ? 0 : Carrier.cpu(before) - cpuSeen;
        long asked = before == null ? 0 : Carrier.allocated(before) - memorySeen;
        Thread now = Carrier.of(virtual);
        if (now != null && now == before) {
            cpu += Math.max(0, given);
            memory += Math.max(0, asked);
            show(cpuSeen + given, memorySeen + asked);
        } else {
            long since = Math.max(1, System.nanoTime() - lookedAt);
            long most = Math.min(since, MOST_MOVED);
            cpu += now == null ? Math.clamp(given, 0, most) : most;
            memory += (long) (Math.max(0, asked) * ((double) most / since));
            mount(now);
        }
    }

    /// Nanoseconds of processor time until the last look.
    synchronized long cpu() {
        return cpu;
    }

    /// Octets asked for until the last look.
    synchronized long memory() {
        return memory;
    }

    private void mount(@Nullable Thread now) {
        carrier = now;
        show(now == null ? 0 : Carrier.cpu(now), now == null ? 0 : Carrier.allocated(now));
    }

    private void show(long ofCpu, long ofMemory) {
        cpuSeen = ofCpu;
        memorySeen = ofMemory;
        lookedAt = System.nanoTime();
    }
}
