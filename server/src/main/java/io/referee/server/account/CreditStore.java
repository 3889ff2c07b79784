package io.referee.server.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/// Where it is kept how much of its credit each account has used. A port, provided by the store.
public interface CreditStore {

    /// What an account has used up to a moment. *Immutable.*
    ///
    /// @param total by all its legs, also by those that talked on at that moment
    /// @param until that moment, in whole milliseconds; [Instant#MAX] when it is not known, because
    ///   an older version kept the total
    record Used(Duration total, Instant until) {}

    /// All that is known, by account (`name@domain`). May block; called at start only.
    Map<String, Used> loadAll();

    /// Keeps this soon. *Engine thread*; never blocks.
    void used(String account, Used used);

    /// A store that forgets: for tests, and for a server that is not to keep anything.
    static CreditStore forgetful() {
        return new CreditStore() {
            @Override
            public Map<String, Used> loadAll() {
                return Map.of();
            }

            @Override
            public void used(String account, Used used) {}
        };
    }
}
