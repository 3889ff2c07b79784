package io.referee.server.event;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// The kept events of one owner: a ring that grows to [#KEPT_AT_MOST] and then overwrites its
/// oldest. *One writer, the engine thread; any thread may read.* The writer fills the slot before
/// it moves `latest`; a reader takes `latest` first, so a slot that does not hold the number it
/// expects was overwritten.
final class OwnerStream {
    private static final int FIRST_SIZE = 64;
    private static final Subscription[] NOBODY = {};

    private final long base;
    private volatile AtomicReferenceArray<Event> slots = new AtomicReferenceArray<>(FIRST_SIZE);
    private volatile long latest;
    private volatile Subscription[] readers = NOBODY;

    OwnerStream(long base) {
        this.base = base;
        this.latest = base;
    }

    long latest() {
        return latest;
    }

    /// The number of the oldest event that can be read; one above `latest` when there is none.
    long oldest() {
        long end = latest;
        return Math.max(base + 1, end - EventStream.KEPT_AT_MOST + 1);
    }

    /// The event, or null when it is not (or no longer) there.
    @org.jspecify.annotations.Nullable
    Event at(long seq) {
        AtomicReferenceArray<Event> ring = slots;
        Event event = ring.getAcquire(slot(seq, ring.length()));
        return event != null && event.seq() == seq ? event : null;
    }

    void append(Event event) {
        if (event.seq() - base > slots.length() && slots.length() < EventStream.KEPT_AT_MOST) {
            grow();
        }
        slots.setRelease(slot(event.seq(), slots.length()), event);
        latest = event.seq();
        for (Subscription reader : readers) {
            reader.wake();
        }
    }

    /// Puts a shorter event in the place of one with the same number, if that is still kept.
    void replace(Event shorter) {
        if (at(shorter.seq()) != null) {
            slots.setRelease(slot(shorter.seq(), slots.length()), shorter);
        }
    }

    private void grow() {
        var bigger = new AtomicReferenceArray<Event>(slots.length() * 2);
        for (int i = 0; i < slots.length(); i++) {
            Event event = slots.get(i);
            bigger.set(slot(event.seq(), bigger.length()), event);
        }
        slots = bigger;
    }

    private int slot(long seq, int length) {
        return (int) (seq - base - 1) & (length - 1);
    }

    synchronized void add(Subscription reader) {
        Subscription[] more = java.util.Arrays.copyOf(readers, readers.length + 1);
        more[readers.length] = reader;
        readers = more;
    }

    synchronized void remove(Subscription reader) {
        readers =
                java.util.Arrays.stream(readers)
                        .filter(r -> r != reader)
                        .toArray(Subscription[]::new);
    }
}
