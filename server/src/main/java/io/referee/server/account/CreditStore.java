package io.referee.server.account;

import java.time.Duration;
import java.util.Map;

/// Where it is kept how much of its credit each account has used. A port, provided by the store.
public interface CreditStore {
    /// All that is known, by account (`name@domain`). May block; called at start only.
    Map<String, Duration> loadAll();

    /// Keeps this total soon. *Engine thread*; never blocks.
    void used(String account, Duration total);

    /// A store that forgets: for tests, and for a server that is not to keep anything.
    static CreditStore forgetful() {
        return new CreditStore() {
            @Override
            public Map<String, Duration> loadAll() {
                return Map.of();
            }

            @Override
            public void used(String account, Duration total) {}
        };
    }
}
