package io.referee.bench.phones;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The thread of all phones: sockets, moments, and requests that wait for a response and are sent
/// again until it comes. *One thread, but for [#later(Runnable)].*
public final class Loop implements AutoCloseable {
    private static final long T1 = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long T2 = TimeUnit.SECONDS.toNanos(4);
    private static final long GIVE_UP = TimeUnit.SECONDS.toNanos(10);
    private static final int LARGEST_DATAGRAM = 65_535;

    private final Selector selector;
    private final PriorityQueue<Moment> moments = new PriorityQueue<>();
    private final Map<String, Waiting> waiting = new HashMap<>();
    private final ConcurrentLinkedQueue<Runnable> brought = new ConcurrentLinkedQueue<>();
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private long order;
    private long retransmissions;

    public Loop() throws IOException {
        selector = Selector.open();
    }

    private record Moment(long at, long order, Runnable what) implements Comparable<Moment> {
        @Override
        public int compareTo(Moment other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /// A request without a final response; `heard` is given every response, and null when none has
    /// come in time.
    private static final class Waiting {
        private final Phone phone;
        private final String text;
        private final Consumer<@Nullable Heard> heard;
        private final long since = System.nanoTime();
        private boolean proceeding;

        Waiting(Phone phone, String text, Consumer<@Nullable Heard> heard) {
            this.phone = phone;
            this.text = text;
            this.heard = heard;
        }
    }

    Selector selector() {
        return selector;
    }

    /// Messages that were sent again, or came again, up to now.
    public long retransmissions() {
        return retransmissions;
    }

    void repeated() {
        retransmissions++;
    }

    /// Does something after a time.
    public void after(long millis, Runnable what) {
        at(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), what);
    }

    /// Does something at a moment of [System#nanoTime()].
    public void at(long nanos, Runnable what) {
        moments.add(new Moment(nanos, order++, what));
    }

    /// Does something as soon as possible. *Any thread.*
    public void later(Runnable what) {
        brought.add(what);
        selector.wakeup();
    }

    void request(Phone phone, String branch, String text, Consumer<@Nullable Heard> heard) {
        waiting.put(branch, new Waiting(phone, text, heard));
        phone.send(text);
        after(TimeUnit.NANOSECONDS.toMillis(T1), () -> again(branch, T1));
    }

    private void again(String branch, long interval) {
        Waiting it = waiting.get(branch);
        if (it == null) {
            return;
        }
        if (System.nanoTime() - it.since > GIVE_UP) {
            waiting.remove(branch);
            it.heard.accept(null);
            return;
        }
        if (!it.proceeding) {
            retransmissions++;
            it.phone.send(it.text);
        }
        long next = Math.min(2 * interval, T2);
        after(TimeUnit.NANOSECONDS.toMillis(next), () -> again(branch, next));
    }

    /// @return whether anybody waited for it
    boolean response(Heard response) {
        Waiting it = waiting.get(response.branch());
        if (it == null) {
            return false;
        }
        if (response.status() < 200) {
            it.proceeding = true;
        } else {
            waiting.remove(response.branch());
        }
        it.heard.accept(response);
        return true;
    }

    /// Works until something is so.
    ///
    /// @return whether it was so within the time
    public boolean until(BooleanSupplier over, long seconds) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!over.getAsBoolean()) {
            long now = System.nanoTime();
            if (now > deadline) {
                return false;
            }
            selector.select(this::read, pause(now));
            for (Runnable it = brought.poll(); it != null; it = brought.poll()) {
                it.run();
            }
            due();
        }
        return true;
    }

    /// Milliseconds until the next moment; the selector knows no shorter time.
    private long pause(long now) {
        long nanos = moments.isEmpty() ? T1 : moments.peek().at - now;
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, 100);
    }

    private void due() {
        long now = System.nanoTime();
        while (!moments.isEmpty() && moments.peek().at <= now) {
            moments.remove().what.run();
        }
    }

    private void read(SelectionKey key) {
        Phone phone = (Phone) key.attachment();
        try {
            while (phone.receive(datagram.clear())) {
                long now = System.nanoTime();
                phone.take(Heard.of(datagram.flip(), now));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
