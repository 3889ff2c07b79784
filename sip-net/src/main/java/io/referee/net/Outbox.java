package io.referee.net;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What waits to be written to one connection: a bounded queue, so that the engine never waits for
/// a peer, and a virtual thread that is there only while there is something to write, so that an
/// idle connection costs little. *Any thread, unless a method says otherwise.*
final class Outbox {
    /// What an entry of the queue costs besides its octets; without it, many tiny ones would slip
    /// under the limit.
    private static final int ENTRY_OCTETS = 64;

    private final String name;
    private final Shell shell;
    private final Events events;
    private final ConcurrentLinkedQueue<Outgoing> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedOctets = new AtomicInteger();
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile @Nullable Sink sink;
    private volatile @Nullable Thread writer;
    private volatile long sinceNanos = Watch.NEVER;

    /// Takes octets; blocks.
    interface Sink {
        /// @throws IOException when the connection is gone
        void write(byte[] octets) throws IOException;

        /// Nothing more comes.
        void end() throws IOException;

        /// Nothing is written any more. Does not block.
        void close();
    }

    Outbox(String name, Shell shell, Events events) {
        this.name = name;
        this.shell = shell;
        this.events = events;
    }

    /// The connection is there: what was queued before is written now.
    void open(Sink to) {
        sink = to;
        write();
    }

    /// Queues; false when too much waits already.
    boolean offer(Outgoing one) {
        int cost = one.octets().length + ENTRY_OCTETS;
        if (queuedOctets.addAndGet(cost) > shell.limits().streams().unsentOctets()) {
            queuedOctets.addAndGet(-cost);
            return false;
        }
        queue.add(one);
        write();
        return true;
    }

    /// When what is being written now must be done; [Watch#NEVER] while nothing is.
    long deadlineNanos() {
        long since = sinceNanos;
        return since == Watch.NEVER
                ? Watch.NEVER
                : since + shell.limits().streams().times().write().toNanos();
    }

    private void write() {
        Sink to = sink;
        if (to != null && writing.compareAndSet(false, true)) {
            writer = shell.threads().start(name, () -> drain(to));
        }
    }

    private void drain(Sink to) {
        do {
            for (Outgoing one = queue.poll(); one != null; one = queue.poll()) {
                if (!written(one, to)) {
                    return;
                }
            }
            writing.set(false);
        } while (!queue.isEmpty() && writing.compareAndSet(false, true));
    }

    /// False when nothing more can be written; the flag stays up then, so that nobody tries.
    private boolean written(Outgoing one, Sink to) {
        byte[] octets = one.octets();
        sinceNanos = System.nanoTime();
        try {
            if (one instanceof Outgoing.End) {
                to.end();
                to.close();
                return false;
            }
            to.write(octets);
            return true;
        } catch (IOException e) {
            fail(one);
            to.close();
            return false;
        } finally {
            sinceNanos = Watch.NEVER;
            queuedOctets.addAndGet(-octets.length - ENTRY_OCTETS);
        }
    }

    private void fail(Outgoing one) {
        if (one instanceof Outgoing.Whole whole) {
            Thread.interrupted();
            try {
                shell.mailbox().put(() -> events.failed(whole));
            } catch (InterruptedException e) {
                // The engine closes; nobody waits for the answer.
            }
        }
    }

    /// Reports what was never written. *Engine thread, when the connection has ended.*
    void failRest() {
        for (Outgoing one = queue.poll(); one != null; one = queue.poll()) {
            if (one instanceof Outgoing.Whole whole) {
                events.failed(whole);
            }
        }
    }

    /// Writes what is there, then ends the connection.
    void end() {
        queue.add(new Outgoing.End());
        write();
    }

    /// Waits for the writer.
    void await(Duration patience) throws InterruptedException {
        Thread thread = writer;
        if (thread != null && patience.isPositive()) {
            thread.join(patience);
        }
    }

    /// Wakes a writer that is stuck; the connection is closed already.
    void abandon() {
        Thread thread = writer;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
