package io.referee.server.call;

import java.util.HashMap;
import java.util.Map;

/// Which account has placed which call, and how many calls of each account, and of all accounts of
/// an owner, are alive. A call stays with the owner for whom it began, whatever becomes of the
/// account. *Engine thread only.*
public final class PlacedCalls {
    private final Map<String, Placer> placers = new HashMap<>();
    private final Map<String, Integer> ofAccounts = new HashMap<>();
    private final Map<String, Integer> ofOwners = new HashMap<>();

    private record Placer(String account, String owner) {}

    /// An account placed this call; nobody did when it is empty.
    void begun(Ids call, String account) {
        if (!account.isEmpty()) {
            placers.put(call.call(), new Placer(account, call.owner()));
            ofAccounts.merge(account, 1, Integer::sum);
            ofOwners.merge(call.owner(), 1, Integer::sum);
        }
    }

    void over(String call) {
        Placer placer = placers.remove(call);
        if (placer != null) {
            less(ofAccounts, placer.account());
            less(ofOwners, placer.owner());
        }
    }

    private static void less(Map<String, Integer> counts, String name) {
        counts.computeIfPresent(name, (key, n) -> n > 1 ? n - 1 : null);
    }

    /// Who placed it; empty for none.
    String placer(String call) {
        Placer placer = placers.get(call);
        return placer == null ? "" : placer.account();
    }

    /// How many calls that this account placed are alive.
    public int count(String account) {
        return ofAccounts.getOrDefault(account, 0);
    }

    /// How many calls that accounts of this owner placed are alive.
    public int ofOwner(String owner) {
        return ofOwners.getOrDefault(owner, 0);
    }
}
