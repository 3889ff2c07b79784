package io.referee.server.script.worker;

import org.jspecify.annotations.Nullable;

/// Processor time and memory that a virtual thread uses between [#begin()] and [#pause()]. A thread
/// that had to wait for a lock may go on upon another carrier without a word, so somebody has to
/// [#look()] from time to time; what it used between the last look and a move is not counted. *Any
/// thread.*
final class Meter {

    private final Thread virtual;
    private boolean running;
    private @Nullable Thread carrier;
    private long cpuEarlier;
    private long memoryEarlier;
    private long cpuBefore;
    private long memoryBefore;
    private long cpuNow;
    private long memoryNow;

    /// @param virtual whose use is counted
    Meter(Thread virtual) {
        this.virtual = virtual;
    }

    /// From here on it counts. *The thread that is counted.*
    synchronized void begin() {
        running = true;
        mount(Carrier.of(virtual));
    }

    /// What the thread uses from here on does not count. *The thread that is counted.*
    synchronized void pause() {
        look();
        settle();
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
        Thread now = Carrier.of(virtual);
        if (now == null || now != carrier) {
            settle();
            mount(now);
        } else {
            cpuNow = Math.max(cpuNow, Carrier.cpu(now));
            memoryNow = Math.max(memoryNow, Carrier.allocated(now));
        }
    }

    /// Nanoseconds of processor time until the last look.
    synchronized long cpu() {
        return cpuEarlier + cpuNow - cpuBefore;
    }

    /// Octets asked for until the last look.
    synchronized long memory() {
        return memoryEarlier + memoryNow - memoryBefore;
    }

    private void mount(@Nullable Thread now) {
        carrier = now;
        cpuBefore = now == null ? 0 : Carrier.cpu(now);
        memoryBefore = now == null ? 0 : Carrier.allocated(now);
        cpuNow = cpuBefore;
        memoryNow = memoryBefore;
    }

    private void settle() {
        cpuEarlier += cpuNow - cpuBefore;
        memoryEarlier += memoryNow - memoryBefore;
        cpuBefore = cpuNow;
        memoryBefore = memoryNow;
    }
}
