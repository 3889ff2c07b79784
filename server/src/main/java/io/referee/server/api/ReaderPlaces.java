package io.referee.server.api;

import java.util.HashMap;
import java.util.Map;

/// Places for readers of events, so that no owner takes those of the others, and the administrator
/// always finds one. *Any thread.*
final class ReaderPlaces {
    /// Readers at the same time, over all owners.
    static final int AT_MOST = 256;

    /// Readers of one owner, by whatever key of his. The administrator is not an owner, also when
    /// he reads for one.
    static final int OF_OWNER_AT_MOST = 32;

    /// How many of all places only the administrator gets.
    static final int FOR_ADMINISTRATOR = 16;

    private final Map<String, Integer> owners = new HashMap<>();
    private int taken;

    /// Whether there is a place now; it may be gone a moment later.
    ///
    /// @throws Problem 429 when the owner has as many readers as he may, 503 when all have
    synchronized void require(Caller caller) {
        if (taken >= (caller.administrator() ? AT_MOST : AT_MOST - FOR_ADMINISTRATOR)) {
            throw new Problem(503, "busy", "There are " + taken + " readers of events already.");
        }
        if (!caller.administrator() && of(caller) >= OF_OWNER_AT_MOST) {
            throw new Problem(
                    429,
                    "too-many-readers",
                    "There are " + OF_OWNER_AT_MOST + " readers of your events already.");
        }
    }

    /// Takes a place, to be given back with [#leave].
    ///
    /// @throws Problem as above; then nothing was taken
    synchronized void take(Caller caller) {
        require(caller);
        taken++;
        if (!caller.administrator()) {
            owners.merge(caller.owner(), 1, Integer::sum);
        }
    }

    synchronized void leave(Caller caller) {
        taken--;
        if (!caller.administrator()) {
            owners.computeIfPresent(caller.owner(), (_, many) -> many == 1 ? null : many - 1);
        }
    }

    private int of(Caller caller) {
        return owners.getOrDefault(caller.owner(), 0);
    }
}
