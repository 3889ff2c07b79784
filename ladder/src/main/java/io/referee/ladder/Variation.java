package io.referee.ladder;

import java.util.List;
import java.util.Map;

/// A way to play a ladder again that must come out the same. Immutable.
public sealed interface Variation {
    /// A ladder whose plain run sends more datagrams than this is refused by [LoseEach]: split it.
    int MAX_LOSE_EACH_RUNS = 500;

    /// More loss than this is a dead line, not a bad one.
    int MAX_LOSS_PERCENT = 50;

    /// As written.
    record Plain() implements Variation {}

    /// Every datagram arrives twice.
    record Duplicate() implements Variation {}

    /// A run per datagram of the plain run, in which that one is lost.
    record LoseEach() implements Variation {}

    /// So many of a hundred datagrams are lost.
    record Loss(long seed, int percent) implements Variation {
        public Loss {
            if (percent < 1 || percent > MAX_LOSS_PERCENT) {
                throw new IllegalArgumentException(
                        "loss of " + percent + " %; allowed are 1 to " + MAX_LOSS_PERCENT);
            }
        }
    }

    /// Datagrams take different times, so that messages cross and overtake.
    record Reorder(long seed) implements Variation {}

    /// Other players for some roles of the text, on a faithful network.
    record SwapRoles(Map<String, String> players) implements Variation {
        public SwapRoles {
            players = Map.copyOf(players);
        }
    }

    /// As written.
    static Variation plain() {
        return new Plain();
    }

    /// Every datagram arrives twice.
    static Variation duplicate() {
        return new Duplicate();
    }

    /// A run per datagram of the plain run, in which that one is lost.
    static Variation loseEach() {
        return new LoseEach();
    }

    /// So many of a hundred datagrams are lost; which ones is up to the seed.
    static Variation loss(long seed, int percent) {
        return new Loss(seed, percent);
    }

    /// Messages cross and overtake; how is up to the seed.
    static Variation reorder(long seed) {
        return new Reorder(seed);
    }

    /// Other players for some roles: `Map.of("caller", "b", "callee", "a")`.
    static Variation swapRoles(Map<String, String> players) {
        return new SwapRoles(players);
    }

    /// Plain, duplicate, lose each, and loss and reorder with the seed: what every ladder over
    /// datagrams goes through.
    static List<Variation> usual(long seed) {
        return List.of(plain(), duplicate(), loseEach(), loss(seed, 10), reorder(seed));
    }
}
