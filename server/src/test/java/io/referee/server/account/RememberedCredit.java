package io.referee.server.account;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Remembers what accounts have used for the next server of the same test. One thread only.
public final class RememberedCredit implements CreditStore {
    private final Map<String, Used> kept = new HashMap<>();

    @Override
    public Map<String, Used> loadAll() {
        return Map.copyOf(kept);
    }

    @Override
    public void used(String account, Used used) {
        kept.put(account, used);
    }

    /// What a server reads of the account that starts now; zero when it reads nothing.
    Duration total(String account) {
        return kept.containsKey(account) ? kept.get(account).total() : Duration.ZERO;
    }
}
