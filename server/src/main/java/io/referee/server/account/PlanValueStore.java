package io.referee.server.account;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where dial plans keep texts for their owners between two calls. Blocks: not for the engine.
public interface PlanValueStore {
    /// The longest key, in characters.
    int MAX_KEY = 255;

    /// The longest text, in characters.
    int MAX_CONTENT = 10_000;

    /// The most keys of one owner.
    int MAX_KEYS = 1_000;

    /// The text behind a key, if there is one.
    Optional<String> read(String owner, String key);

    /// The keys of an owner, in their order.
    List<String> keys(String owner);

    /// Writes and deletes, all or nothing. Nobody else may write for this owner meanwhile.
    ///
    /// @param changes by key; empty to delete
    /// @return false when there would be too many keys: then nothing was written
    boolean apply(String owner, Map<String, Optional<String>> changes);

    /// Somebody else writes for this owner, and goes on for too long.
    final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Busy() {
            super("Another run of a plan is writing; try again.", null, false, false);
        }
    }
}
