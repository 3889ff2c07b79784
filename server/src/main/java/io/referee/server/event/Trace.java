package io.referee.server.event;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// The kept events of one call. *Written by the engine thread, read by any*: the writer fills the
/// array before it moves `count`.
final class Trace {
    final String call;
    int cost;
    boolean ended;
    @Nullable Trace older;
    @Nullable Trace newer;
    private volatile Event[] events = new Event[16];
    private volatile int count;

    Trace(String call) {
        this.call = call;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void add(Event event) {
        if (count == events.length) {
            events = Arrays.copyOf(events, count * 2);
        }
        events[count] = event;
        count++;
    }

    List<Event> events() {
        int end = count;
        return List.of(Arrays.copyOf(events, end));
    }
}
