package io.referee.server.event;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The kept events of one call. *Written by the engine thread, read by any*: the writer fills the
/// array before it moves `count`, and a reader takes `count` first, so that what it then finds in
/// `kept` is at least as new.
final class Trace {
    private static final Event[] NO_EVENTS = {};

    /// Links of one call; a call is transferred a handful of times.
    static final int LINKS_AT_MOST = 16;

    final String call;
    final String owner;
    final String chain;
    int cost;
    boolean ended;

    /// Milliseconds of the epoch.
    long endedAt;

    @Nullable Trace older;
    @Nullable Trace newer;
    private volatile Kept kept = new Kept(null, new Event[16]);
    private volatile boolean forgotten;
    private volatile int count;
    private volatile List<String> links = List.of();

    /// What was packed, and what came after that, in the beginning of an array.
    private record Kept(@Nullable PackedEvents packed, Event[] rest) {
        int packedSize() {
            return packed == null ? 0 : packed.size();
        }
    }

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
        Event[] rest = kept.rest;
        int at = count - kept.packedSize();
        if (at == rest.length) {
            rest = Arrays.copyOf(rest, Math.max(4, at * 2));
            kept = new Kept(kept.packed, rest);
        }
        rest[at] = event;
        count++;
    }

    /// To be called once, when hardly anything more is to come. Returns the memory that the events
    /// take from now on, estimated.
    int pack(TracePages pages) {
        PackedEvents packed = PackedEvents.of(kept.rest, count, pages);
        kept = new Kept(packed, NO_EVENTS);
        return packed.cost();
    }

    /// Nobody needs it any more; what is packed may be written over from now on.
    void forget(TracePages pages) {
        forgotten = true;
        PackedEvents packed = kept.packed;
        if (packed != null) {
            pages.free(packed.place());
        }
    }

    /// Empty when it is forgotten meanwhile.
    List<Event> events() {
        int end = count;
        Kept now = kept;
        int packed = now.packedSize();
        var events = new Event[Math.max(end, packed)];
        if (now.packed != null) {
            byte[] octets = now.packed.place().copy();
            VarHandle.acquireFence(); // what was copied was there before the answer to this
            if (forgotten) {
                return List.of();
            }
            now.packed.unpack(octets, call, events);
        }
        System.arraycopy(now.rest, 0, events, packed, events.length - packed);
        return List.of(events);
    }
}
