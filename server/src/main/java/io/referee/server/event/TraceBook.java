package io.referee.server.event;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Keeps the messages and decisions of each call for its ladder: attach it to the [EventStream].
/// Written on the *engine thread*; [#of] and [#together] may be called by *any thread*.
///
/// **Limits.** All traces together hold [#OCTETS_AT_MOST] octets, one call [#CALL_OCTETS_AT_MOST]
/// and a little more for decisions (what comes after is left out, the beginning tells more). When
/// memory is short, the call that ended longest ago is forgotten first; when no ended one is left,
/// the oldest live one. A trace begins with a call's or leg's creation or with an INVITE; a
/// straggler of a forgotten call begins none.
///
/// **Form.** When a call is over, its events become octets on a page ([PackedEvents]): fewer
/// objects to be moved at each collection, and less to be counted. Who asks for them gets equal
/// ones.
public final class TraceBook implements Consumer<Event> {
    /// Memory for all traces, in octets.
    public static final long OCTETS_AT_MOST = 64L << 20;

    /// Memory for the trace of one call, in octets.
    public static final int CALL_OCTETS_AT_MOST = 256 << 10;

    /// Memory that decisions may take beyond that, so that the end of a call with many messages is
    /// still told.
    static final int DECISIONS_AT_MOST = 32 << 10;

    /// Calls in one ladder.
    public static final int TOGETHER_AT_MOST = 16;

    /// What an event is counted for beside the text of its message until it is packed: about what
    /// its objects weigh.
    private static final int EVENT_COST = 200;

    private static final int TRACE_COST = 300;

    /// The last messages of a call come within some milliseconds of its end. What comes after this
    /// time, by the clock of the events, is kept beside what was packed.
    static final long PACKED_AFTER_MILLIS = 100;

    private final ConcurrentHashMap<String, Trace> traces = new ConcurrentHashMap<>();
    private final TracePages pages = new TracePages();
    private final TraceQueue live = new TraceQueue();
    private final TraceQueue ended = new TraceQueue();
    private final long octetsAtMost;
    private volatile long octets;

    /// The first of those that ended that is not packed; those behind it are not, either.
    private @Nullable Trace unpacked;

    public TraceBook() {
        this(OCTETS_AT_MOST);
    }

    TraceBook(long octetsAtMost) {
        this.octetsAtMost = octetsAtMost;
    }

    /// The events of a call, oldest first; empty when the call is unknown or forgotten. Octets of
    /// messages may be copies.
    public List<Event> of(String call) {
        Trace trace = traces.get(call);
        return trace == null ? List.of() : trace.events();
    }

    /// The events of a call and of every other of its owner's that belongs to its chain or to a
    /// chain that was merged with it or came of it, in the order of the stream; at most
    /// [#TOGETHER_AT_MOST] calls. Empty when the call is unknown or forgotten.
    public List<Event> together(String call) {
        Trace asked = traces.get(call);
        if (asked == null) {
            return List.of();
        }
        List<Trace> mine =
                traces.values().stream().filter(t -> t.owner.equals(asked.owner)).toList();
        Set<String> chains = chains(asked.chain, mine);
        List<Event> events = new ArrayList<>(asked.events());
        mine.stream()
                .filter(t -> t != asked && chains.contains(t.chain))
                .limit(TOGETHER_AT_MOST - 1)
                .forEach(t -> events.addAll(t.events()));
        events.sort(Comparator.comparingLong(Event::seq));
        return events;
    }

    /// The chain with all that are linked to it, directly or by others.
    private static Set<String> chains(String chain, List<Trace> traces) {
        Set<String> found = new HashSet<>(Set.of(chain));
        boolean more = true;
        while (more) {
            more = false;
            for (Trace trace : traces) {
                if (trace.touches(found)) {
                    more |= found.add(trace.chain);
                    more |= found.addAll(trace.links());
                }
            }
        }
        return found;
    }

    /// Octets in use now, estimated.
    public long octets() {
        return octets;
    }

    @Override
    public void accept(Event event) {
        packOne(event.at());
        if (event.call().isEmpty()) {
            return;
        }
        Trace trace = traces.get(event.call());
        if (trace == null) {
            if (!begins(event.fact())) {
                return;
            }
            trace = begin(event);
        }
        keep(trace, event);
        switch (event.fact()) {
            case CallFact.Merged f -> trace.link(f.absorbedChain());
            case CallFact.Related f -> trace.link(f.relatedTo());
            default -> {} // nothing else tells of other chains
        }
        if (event.fact() instanceof CallFact.Ended && !trace.ended) {
            end(trace, event.at());
        }
        forgetSome();
    }

    private void end(Trace trace, Instant at) {
        trace.ended = true;
        trace.endedAt = at.toEpochMilli();
        live.remove(trace);
        ended.add(trace);
        if (unpacked == null) {
            unpacked = trace;
        }
    }

    /// One for each event: a call has more events than one, so that none waits for long, and when a
    /// thousand calls have ended at once, they do not hold up the engine.
    private void packOne(Instant now) {
        Trace trace = unpacked;
        if (trace != null && now.toEpochMilli() - trace.endedAt >= PACKED_AFTER_MILLIS) {
            unpacked = trace.newer;
            count(trace, TRACE_COST + trace.pack(pages) - trace.cost);
        }
    }

    private static boolean begins(Fact fact) {
        return switch (fact) {
            case CallFact.Created _, LegFact.Created _ -> true;
            case SipMessageFact m ->
                    m.octets().length > 7 && m.octets()[0] == 'I' && m.octets()[2] == 'V';
            case CallFact _, LegFact _, BridgeFact _, TransferFact _ -> false;
            case RegistrationFact _, ProviderFact _, DialPlanFact _, SecurityFact _ -> false;
        };
    }

    private Trace begin(Event first) {
        var trace = new Trace(first);
        traces.put(trace.call, trace);
        live.add(trace);
        count(trace, TRACE_COST);
        return trace;
    }

    private void keep(Trace trace, Event event) {
        int cost = EVENT_COST + (event.fact() instanceof SipMessageFact m ? m.octets().length : 0);
        boolean message = event.fact() instanceof SipMessageFact;
        int room = CALL_OCTETS_AT_MOST + (message ? 0 : DECISIONS_AT_MOST);
        if (trace.cost + cost <= room) {
            trace.add(event);
            count(trace, cost);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void count(Trace trace, int cost) {
        trace.cost += cost;
        octets += cost;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void forgetSome() {
        while (octets > octetsAtMost) {
            @Nullable Trace victim = ended.poll();
            if (victim != null && victim == unpacked) {
                unpacked = victim.newer;
            }
            if (victim == null) {
                victim = live.poll();
            }
            if (victim == null) {
                return;
            }
            traces.remove(victim.call);
            victim.forget(pages);
            octets -= victim.cost;
        }
    }

    /// Traces in the order in which they came, each removable at once.
    private static final class TraceQueue {
        private @Nullable Trace oldest;
        private @Nullable Trace newest;

        void add(Trace trace) {
            trace.older = newest;
            trace.newer = null;
            if (newest == null) {
                oldest = trace;
            } else {
                newest.newer = trace;
            }
            newest = trace;
        }

        void remove(Trace trace) {
            if (trace.older == null) {
                oldest = trace.newer;
            } else {
                trace.older.newer = trace.newer;
            }
            if (trace.newer == null) {
                newest = trace.older;
            } else {
                trace.newer.older = trace.older;
            }
        }

        @Nullable Trace poll() {
            Trace first = oldest;
            if (first != null) {
                remove(first);
            }
            return first;
        }
    }
}
