package io.referee.server.event;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The kept events of one call. *Written by the engine thread, read by any*: the writer fills the
/// array before it moves `count`.
final class Trace {
    /// Links of one call; a call is transferred a handful of times.
    static final int LINKS_AT_MOST = 16;

    final String call;
    final String owner;
    final String chain;
    int cost;
    boolean ended;
    @Nullable Trace older;
    @Nullable Trace newer;
    private volatile Event[] events = new Event[16];
    private volatile int count;
    private volatile List<ChainFact> links = List.of();

    /// @param first the event with which it begins
    Trace(Event first) {
        this.call = first.call();
        this.owner = first.owner();
        this.chain = first.chain();
    }

    void link(ChainFact link) {
        if (links.size() < LINKS_AT_MOST) {
            List<ChainFact> more = new ArrayList<>(links);
            more.add(link);
            links = List.copyOf(more);
        }
    }

    /// What was told in this call of the chains that belong together.
    List<ChainFact> links() {
        return links;
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
