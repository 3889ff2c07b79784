package io.referee.ladder;

import java.time.Duration;

/// Decides the fate of each datagram from its index alone (from 0, in the order of sending), so
/// that a run with the same seed is the same run. Implementations hold no state.
@FunctionalInterface
public interface Medium {
    /// How long a datagram takes when nothing special happens to it.
    Duration DELAY = Duration.ofMillis(1);

    /// How much later the second copy of a doubled datagram arrives.
    Duration COPY_DELAY = Duration.ofMillis(3);

    /// The longest time that a datagram takes when the order is mixed up, in milliseconds. Shorter
    /// than any retransmission timer, long enough for several hops to overtake each other.
    int MAX_MIXED_DELAY_MILLIS = 40;

    /// The fate of the datagram with this index.
    DatagramFate fate(int index);

    /// Everything arrives once and in order.
    static Medium faithful() {
        return _ -> new DatagramFate.Deliver(DELAY);
    }

    /// Everything arrives twice.
    static Medium doubling() {
        return _ -> new DatagramFate.DeliverTwice(DELAY, COPY_DELAY);
    }

    /// The datagram with that index is lost, everything else arrives.
    static Medium losing(int lost) {
        return index -> index == lost ? new DatagramFate.Drop() : new DatagramFate.Deliver(DELAY);
    }

    /// So many of a hundred are lost, which ones is up to the seed.
    static Medium losing(long seed, int percent) {
        return index ->
                pick(seed, index, 100) < percent
                        ? new DatagramFate.Drop()
                        : new DatagramFate.Deliver(DELAY);
    }

    /// Everything arrives, each after a time of its own, so that later ones overtake.
    static Medium mixing(long seed) {
        return index ->
                new DatagramFate.Deliver(
                        Duration.ofMillis(1 + pick(seed, index, MAX_MIXED_DELAY_MILLIS)));
    }

    /// A number below the bound that depends on seed and index only (a SplitMix64 step).
    private static int pick(long seed, int index, int bound) {
        long z = seed + (index + 1L) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (int) Long.remainderUnsigned(z ^ (z >>> 31), bound);
    }
}
