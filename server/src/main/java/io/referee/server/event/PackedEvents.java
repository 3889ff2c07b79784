package io.referee.server.event;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Events of one call as octets on a page, for as long as nobody looks at them. A call has some
/// thirty events, which are a hundred objects; kept for minutes, each of them is moved by the
/// collector, and that is most of what its pauses are spent on. *Made on the engine thread; any
/// thread may read.*
final class PackedEvents {
    /// What a decision that is kept as it is is counted for: about what it weighs with the texts
    /// that only it has.
    private static final int FACT_COST = 150;

    private static final int SENT = 1;
    private static final int RECEIVED = 2;
    private static final Fact[] NO_FACTS = {};

    private final TracePages.Place place;
    private final String[] labels;
    private final Fact[] others;
    private final int size;

    private PackedEvents(TracePages.Place place, String[] labels, Fact[] others, int size) {
        this.place = place;
        this.labels = labels;
        this.others = others;
        this.size = size;
    }

    /// The first `count` of these, all of one call.
    static PackedEvents of(Event[] events, int count, TracePages pages) {
        var octets = new Octets(length(events, count));
        var out = new DataOutputStream(octets);
        var labels = new Labels();
        List<Fact> others = new ArrayList<>(0);
        try {
            for (int i = 0; i < count; i++) {
                write(events[i], labels.of(events[i]), out);
                if (kind(events[i].fact()) == CommonFacts.NONE) {
                    others.add(events[i].fact());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array takes whatever is written", e);
        }
        return new PackedEvents(
                pages.write(octets.array(), octets.size()),
                labels.all(),
                others.isEmpty() ? NO_FACTS : others.toArray(NO_FACTS),
                count);
    }

    /// About what they will take.
    private static int length(Event[] events, int count) {
        int length = 0;
        for (int i = 0; i < count; i++) {
            length += events[i].fact() instanceof SipMessageFact m ? 30 + m.octets().length : 200;
        }
        return length;
    }

    private static void write(Event event, int label, DataOutputStream out) throws IOException {
        out.writeLong(event.seq());
        out.writeLong(event.at().getEpochSecond());
        out.writeInt(event.at().getNano());
        out.writeInt(label);
        out.writeByte(kind(event.fact()));
        if (event.fact() instanceof SipMessageFact message) {
            out.writeInt(message.octets().length);
            out.write(message.octets());
        } else {
            CommonFacts.write(event.fact(), out);
        }
    }

    private static int kind(Fact fact) {
        if (fact instanceof SipMessageFact message) {
            return message.received() ? RECEIVED : SENT;
        }
        return CommonFacts.kind(fact);
    }

    int size() {
        return size;
    }

    /// Where it is written.
    TracePages.Place place() {
        return place;
    }

    /// The octets of memory that they take, estimated.
    int cost() {
        return place.length() + labels.length * Integer.BYTES + others.length * FACT_COST;
    }

    /// Puts them at the beginning of an array: equal to those that were packed, but for the arrays
    /// of octets, which are copies.
    ///
    /// @param octets a copy of what is written at its place
    void unpack(byte[] octets, String call, Event[] into) {
        var in = new DataInputStream(new ByteArrayInputStream(octets));
        int other = 0;
        try {
            for (int i = 0; i < size; i++) {
                long seq = in.readLong();
                Instant at = Instant.ofEpochSecond(in.readLong(), in.readInt());
                int label = in.readInt();
                int kind = in.readByte();
                Fact fact = kind == CommonFacts.NONE ? others[other++] : fact(kind, label, in);
                into[i] =
                        new Event(
                                seq,
                                at,
                                labels[label],
                                call,
                                labels[label + 1],
                                labels[label + 2],
                                fact);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a page has what was written", e);
        }
    }

    private Fact fact(int kind, int label, DataInputStream in) throws IOException {
        if (kind != SENT && kind != RECEIVED) {
            return CommonFacts.read(kind, in);
        }
        byte[] octets = in.readNBytes(in.readInt());
        boolean received = kind == RECEIVED;
        return new SipMessageFact(
                received, labels[label + 3], labels[label + 4], labels[label + 5], octets);
    }

    /// An array that grows, and can be had without a copy.
    private static final class Octets extends ByteArrayOutputStream {
        Octets(int size) {
            super(size);
        }

        byte[] array() {
            return buf;
        }
    }

    /// Where events belong, each such place once: the owner of the stream, chain and leg, and for
    /// messages transport and sockets. A call has a few.
    private static final class Labels {
        private static final int TEXTS = 6;

        /// So many of the last are looked through: in a call with messages from everywhere a place
        /// may be there twice.
        private static final int COMPARED = 16;

        private String[] texts = new String[8 * TEXTS];
        private int end;

        /// Where its texts begin.
        int of(Event event) {
            String transport = "";
            String local = "";
            String remote = "";
            if (event.fact() instanceof SipMessageFact message) {
                transport = message.transport();
                local = message.local();
                remote = message.remote();
            }
            int last = Math.max(0, end - COMPARED * TEXTS);
            for (int at = end - TEXTS; at >= last; at -= TEXTS) {
                if (texts[at + 2].equals(event.leg())
                        && texts[at + 5].equals(remote)
                        && texts[at + 4].equals(local)
                        && texts[at + 3].equals(transport)
                        && texts[at + 1].equals(event.chain())
                        && texts[at].equals(event.owner())) {
                    return at;
                }
            }
            return add(event.owner(), event.chain(), event.leg(), transport, local, remote);
        }

        private int add(String... place) {
            if (end == texts.length) {
                texts = Arrays.copyOf(texts, end * 2);
            }
            System.arraycopy(place, 0, texts, end, TEXTS);
            end += TEXTS;
            return end - TEXTS;
        }

        String[] all() {
            return Arrays.copyOf(texts, end);
        }
    }
}
