package io.referee.server.event;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

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
    private volatile List<String> links = List.of();

    /// @param first the event with which it begins
    Trace(Event first) {
        this.call = first.call();
        this.owner = first.owner();
        this.chain = first.chain();
    }

    /// Its chain belongs together with another.
    void link(String otherChain) {
        if (links.size() < LINKS_AT_MOST && !links.contains(otherChain)) {
            List<String> more = new ArrayList<>(links);
            more.add(otherChain);
            links = List.copyOf(more);
        }
    }

    /// Whether its own chain or one that it is linked to is among these.
    boolean touches(Set<String> chains) {
        return chains.contains(chain) || links.stream().anyMatch(chains::contains);
    }

    /// The chains that this call says belong together with its own.
    List<String> links() {
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
