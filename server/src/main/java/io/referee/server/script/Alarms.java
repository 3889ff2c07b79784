package io.referee.server.script;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One alarm for each run, at most. A run whose time has not come costs nothing, however many there
/// are. *Any thread; whoever is called, is called on a thread of its own and without the lock.*
final class Alarms implements AutoCloseable {

    /// Times as they are counted from the start, which can be compared.
    private record Time(long nanos, long number) implements Comparable<Time> {
        @Override
        public int compareTo(Time other) {
            int byTime = Long.compare(nanos, other.nanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final Consumer<LiveRun> listener;
    private final long start = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final TreeMap<Time, LiveRun> byTime = new TreeMap<>();
    private final Map<Long, Time> byRun = new HashMap<>();
    private final Thread thread;
    private long wakesAt = Long.MAX_VALUE;
    private long rung;
    private boolean closed;

    /// @param listener is called when the time of a run has come
    Alarms(Consumer<LiveRun> listener) {
        this.listener = listener;
        this.thread = Thread.ofPlatform().daemon().name("script-alarms").start(this::work);
    }

    /// Sets the alarm of a run, instead of the one that it had.
    ///
    /// @param at as [System#nanoTime()] counts
    void set(LiveRun run, long at) {
        Time time = new Time(at - start, run.number());
        lock.lock();
        try {
            drop(run);
            byTime.put(time, run);
            byRun.put(run.number(), time);
            if (time.nanos() < wakesAt) {
                earlier.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    void cancel(LiveRun run) {
        lock.lock();
        try {
            drop(run);
        } finally {
            lock.unlock();
        }
    }

    private void drop(LiveRun run) {
        Time known = byRun.remove(run.number());
        if (known != null) {
            byTime.remove(known);
        }
    }

    /// How many are set.
    int size() {
        lock.lock();
        try {
            return byRun.size();
        } finally {
            lock.unlock();
        }
    }

    /// How many times a run was called for.
    long rung() {
        lock.lock();
        try {
            return rung;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            while (true) {
                listener.accept(next());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the next run whose time has come.
    private LiveRun next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                long now = System.nanoTime() - start;
                if (!byTime.isEmpty() && byTime.firstKey().nanos() <= now) {
                    rung++;
                    LiveRun run = byTime.firstEntry().getValue();
                    drop(run);
                    return run;
                }
                await(now);
            }
        } finally {
            lock.unlock();
        }
    }

    /// An alarm that is cancelled leaves the thread to wake for nothing, once: that costs less than
    /// to wake it now.
    private void await(long now) throws InterruptedException {
        if (closed) {
            throw new InterruptedException();
        }
        if (byTime.isEmpty()) {
            wakesAt = Long.MAX_VALUE;
            earlier.await();
        } else {
            wakesAt = byTime.firstKey().nanos();
            earlier.await(wakesAt - now, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }
}
