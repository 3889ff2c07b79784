package io.referee.server.call;

import java.util.HashMap;
import java.util.Map;

/// Which account has placed which call, and how many calls of each are alive. *Engine thread only.*
final class PlacedCalls {
    /// By call: the account that placed it.
    private final Map<String, String> placers = new HashMap<>();

    private final Map<String, Integer> counts = new HashMap<>();

    /// An account placed this call; nobody did when it is empty.
    void begun(String call, String account) {
        if (!account.isEmpty()) {
            placers.put(call, account);
            counts.merge(account, 1, Integer::sum);
        }
    }

    void over(String call) {
        String account = placers.remove(call);
        if (account != null) {
            counts.computeIfPresent(account, (key, n) -> n > 1 ? n - 1 : null);
        }
    }

    /// Who placed it; empty for none.
    String placer(String call) {
        return placers.getOrDefault(call, "");
    }

    /// How many calls that this account placed are alive.
    int count(String account) {
        return counts.getOrDefault(account, 0);
    }
}
