package io.referee.server.guard;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// The conduct of the senders that were seen last, in bounded memory. A number has eight places
/// where it may stand; when these are taken, whoever was not heard of for the longest time gives
/// way, and the banned only to the banned. Nothing is made for a sender that takes another's place.
/// *Engine thread only.*
final class ConductBook {
    /// Senders that are remembered; the oldest are forgotten.
    static final int MAX_SOURCES = 16_384;

    private static final int PLACES = 8;

    private final @Nullable Conduct[] slots;
    private final long seed;

    /// @param seed so that nobody can choose addresses that share their eight places
    ConductBook(int capacity, long seed) {
        if (capacity < PLACES || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("no power of two from " + PLACES + ": " + capacity);
        }
        this.slots = new @Nullable Conduct[capacity];
        this.seed = seed;
    }

    /// Spreads a number over all its bits.
    static long mixed(long number) {
        long mixed = (number ^ number >>> 32) * 0x9e37_79b9_7f4a_7c15L;
        mixed = (mixed ^ mixed >>> 29) * 0xbf58_476d_1ce4_e5b9L;
        return mixed ^ mixed >>> 32;
    }

    private int first(long key) {
        return (int) mixed(key ^ seed) & slots.length - PLACES;
    }

    /// What is remembered of it.
    @Nullable Conduct find(long key) {
        int first = first(key);
        for (int i = first; i < first + PLACES; i++) {
            Conduct conduct = slots[i];
            if (conduct != null && conduct.key == key) {
                return conduct;
            }
        }
        return null;
    }

    /// The same, or a clean record in place of the oldest.
    Conduct of(long key, long now) {
        Conduct known = find(key);
        if (known != null) {
            known.seenAt = now;
            return known;
        }
        int place = place(first(key), now);
        Conduct conduct = slots[place];
        if (conduct == null) {
            conduct = new Conduct();
            slots[place] = conduct;
        }
        conduct.startAs(key, now);
        return conduct;
    }

    private int place(int first, long now) {
        int best = first;
        for (int i = first; i < first + PLACES; i++) {
            Conduct here = slots[i];
            if (here == null) {
                return i;
            }
            Conduct oldest = slots[best];
            if (oldest != null && sooner(here, oldest, now)) {
                best = i;
            }
        }
        return best;
    }

    /// Whether `a` gives way before `b`.
    private static boolean sooner(Conduct a, Conduct b, long now) {
        return a.banned(now) == b.banned(now) ? a.seenAt < b.seenAt : b.banned(now);
    }

    void each(Consumer<Conduct> reader) {
        for (Conduct conduct : slots) {
            if (conduct != null) {
                reader.accept(conduct);
            }
        }
    }
}
