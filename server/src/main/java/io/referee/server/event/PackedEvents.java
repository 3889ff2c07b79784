package io.referee.server.event;

import java.time.Instant;
import java.util.Arrays;

/// Events of one call in a handful of arrays. A call has some thirty events, which are a hundred
/// objects; they are kept long enough for the collector to move each of them, while everybody
/// waits, and hardly anybody ever looks at them. *Immutable; any thread.*
final class PackedEvents {
    static final PackedEvents NONE = of(new Event[0], 0);

    /// What a decision is counted for: about what it weighs with the texts that only it has.
    private static final int FACT_COST = 150;

    /// Longs of an event: its number, the second, the nanosecond with the length of the message,
    /// and its place with its kind.
    private static final int LONGS = 4;

    private static final int DECISION = 0;
    private static final int SENT = 1;
    private static final int RECEIVED = 2;

    private final long[] numbers;
    private final String[] places;
    private final Fact[] decisions;
    private final byte[] octets;

    private PackedEvents(long[] numbers, String[] places, Fact[] decisions, byte[] octets) {
        this.numbers = numbers;
        this.places = places;
        this.decisions = decisions;
        this.octets = octets;
    }

    /// The first `count` of these, all of one call.
    static PackedEvents of(Event[] events, int count) {
        int messages = 0;
        int length = 0;
        for (int i = 0; i < count; i++) {
            if (events[i].fact() instanceof SipMessageFact message) {
                messages++;
                length += message.octets().length;
            }
        }
        var numbers = new long[count * LONGS];
        var places = new Places();
        var decisions = new Fact[count - messages];
        var octets = new byte[length];
        int decision = 0;
        int octet = 0;
        for (int i = 0; i < count; i++) {
            Event event = events[i];
            int size = 0;
            int kind = DECISION;
            if (event.fact() instanceof SipMessageFact message) {
                size = message.octets().length;
                kind = message.received() ? RECEIVED : SENT;
                System.arraycopy(message.octets(), 0, octets, octet, size);
                octet += size;
            } else {
                decisions[decision++] = event.fact();
            }
            int at = i * LONGS;
            numbers[at] = event.seq();
            numbers[at + 1] = event.at().getEpochSecond();
            numbers[at + 2] = ((long) event.at().getNano() << 32) | size;
            numbers[at + 3] = ((long) places.of(event) << 2) | kind;
        }
        return new PackedEvents(numbers, places.all(), decisions, octets);
    }

    int size() {
        return numbers.length / LONGS;
    }

    /// The octets of memory that they take, estimated.
    int cost() {
        return numbers.length * Long.BYTES
                + places.length * Integer.BYTES
                + decisions.length * FACT_COST
                + octets.length;
    }

    /// Puts them at the beginning of an array: equal to those that were packed, but for the arrays
    /// of octets, which are copies.
    void unpack(String call, Event[] into) {
        int decision = 0;
        int octet = 0;
        for (int i = 0; i < size(); i++) {
            int at = i * LONGS;
            int place = (int) (numbers[at + 3] >>> 2);
            int kind = (int) numbers[at + 3] & 3;
            Fact fact;
            if (kind == DECISION) {
                fact = decisions[decision++];
            } else {
                int end = octet + (int) numbers[at + 2];
                fact = message(kind, place, Arrays.copyOfRange(octets, octet, end));
                octet = end;
            }
            into[i] =
                    new Event(
                            numbers[at],
                            Instant.ofEpochSecond(numbers[at + 1], numbers[at + 2] >>> 32),
                            places[place],
                            call,
                            places[place + 1],
                            places[place + 2],
                            fact);
        }
    }

    private SipMessageFact message(int kind, int place, byte[] text) {
        return new SipMessageFact(
                kind == RECEIVED, places[place + 3], places[place + 4], places[place + 5], text);
    }

    /// Where events belong, each such place once: the owner of the stream, chain and leg, and for
    /// messages transport and sockets. A call has a few.
    private static final class Places {
        private static final int TEXTS = 6;

        /// So many of the last are looked through: in a call with messages from everywhere a place
        /// may be there twice.
        private static final int COMPARED = 16;

        private String[] texts = new String[8 * TEXTS];
        private int end;

        /// Where its place begins.
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
