package io.referee.server.event;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The one event stream: a numbered stream per owner (the empty owner is the administrator's).
///
/// [#publish] and the readers given to [#attach] run on the *engine thread*; everything else may be
/// called by *any thread*. Publishing takes no lock and waits for nobody: a reader takes events out
/// of the owner's ring by itself and is cut off when it falls behind.
///
/// **Limits.** Of each owner the last [#KEPT_AT_MOST] events are kept. The octets of SIP messages
/// are kept for at most [#MESSAGES_AT_MOST] messages and [#OCTETS_AT_MOST] octets over all owners;
/// the oldest message beyond that stays in the stream with its number, time and sockets, but with
/// an empty text.
///
/// **Numbers.** They grow by one. After a restart they continue above everything ever given out: a
/// mark is stored [#BLOCK] numbers ahead and moved before it is reached; [#close] stores the exact
/// one, so an orderly restart leaves no hole. After a crash a reader that resumes is told of the
/// gap.
public final class EventStream implements EventSink, AutoCloseable {
    /// Events kept of each owner; the contract promises 10,000. A power of two.
    public static final int KEPT_AT_MOST = 1 << 14;

    /// A reader that was up to date and is this many events behind is cut off. Half of what is
    /// kept, so that it has time to resume. One that still replays is cut off only when what it
    /// needs next is gone.
    public static final int LAG_AT_MOST = KEPT_AT_MOST / 2;

    /// SIP messages whose text is kept, over all owners.
    public static final int MESSAGES_AT_MOST = 1 << 16;

    /// Octets of those texts together.
    public static final long OCTETS_AT_MOST = 64L << 20;

    /// How many numbers are reserved at a time. At 50,000 events a second half of it lasts a
    /// second.
    public static final long BLOCK = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final SequenceStore marks;
    private final ConcurrentHashMap<String, OwnerStream> owners = new ConcurrentHashMap<>();
    private final KeptMessages messages = new KeptMessages(MESSAGES_AT_MOST, OCTETS_AT_MOST);
    private final long base;
    private long reserved;
    private volatile long failures;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private volatile Consumer<Event>[] attached = new Consumer[0];

    /// Reads the stored mark and reserves the first block: blocks, so call it at start.
    public EventStream(SequenceStore marks) {
        this.marks = marks;
        this.base = marks.highWater();
        this.reserved = base + BLOCK;
        marks.reserve(reserved);
    }

    @Override
    public void publish(
            Instant at, String owner, String call, String chain, String leg, Fact fact) {
        OwnerStream stream = stream(owner);
        var event = new Event(stream.latest() + 1, at, owner, call, chain, leg, fact);
        if (event.seq() > reserved - BLOCK / 2) {
            reserved += BLOCK;
            marks.reserveLater(reserved);
        }
        if (fact instanceof SipMessageFact message) {
            messages.add(stream, event.seq(), message.octets().length);
        }
        stream.append(event);
        for (Consumer<Event> reader : attached) {
            tell(reader, event);
        }
    }

    /// Adds a reader that is called on the engine thread, before [#publish] returns, with the
    /// events of all owners. It must be quick and must not block. One that throws is reported and
    /// called again next time.
    public synchronized void attach(Consumer<Event> reader) {
        Consumer<Event>[] more = Arrays.copyOf(attached, attached.length + 1);
        more[attached.length] = reader;
        attached = more;
    }

    /// Reads an owner's stream from the event after `since` on, in order and without a hole. Pass
    /// [#latest] to see only what is new. When `since` is older than what is kept (or was never
    /// given out), the reader is told so first ([Reader#gap]).
    public Subscription subscribe(String owner, long since, Reader reader) {
        var subscription = new Subscription(stream(owner), since, reader);
        subscription.start();
        return subscription;
    }

    /// The number of the owner's newest event.
    public long latest(String owner) {
        OwnerStream stream = owners.get(owner);
        return stream == null ? base : stream.latest();
    }

    /// How often an attached reader threw: 0 in a healthy server.
    public long failures() {
        return failures;
    }

    /// Has the exact mark stored before the store is closed. Call it after the engine has stopped.
    /// Nobody waits for it: the database may be away, and then there is a gap as after a crash.
    @Override
    public void close() {
        long highest = base;
        for (OwnerStream stream : owners.values()) {
            highest = Math.max(highest, stream.latest());
        }
        marks.reserveLater(highest);
    }

    private OwnerStream stream(String owner) {
        OwnerStream stream = owners.get(owner);
        return stream != null ? stream : owners.computeIfAbsent(owner, _ -> new OwnerStream(base));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void tell(Consumer<Event> reader, Event event) {
        try {
            reader.accept(event);
        } catch (RuntimeException bug) {
            failures++;
            LOG.error(
                    "A reader of the event stream failed on {} of call {}",
                    event.fact().type(),
                    event.call(),
                    bug);
        }
    }
}
