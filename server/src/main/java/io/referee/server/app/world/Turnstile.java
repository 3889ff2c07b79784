package io.referee.server.app.world;

import java.util.HashMap;
import java.util.Map;

/// Counts what waits, so that an owner who has much of it leaves the others their places. *Any
/// thread.*
final class Turnstile {
    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> inside = new HashMap<>();
    private int all;

    /// @param most at once, of all owners together
    /// @param mostOfOne at once, of one owner
    Turnstile(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /// Whether one more of the owner may wait; if so, it must leave again.
    synchronized boolean enter(String owner) {
        int own = inside.getOrDefault(owner, 0);
        boolean free = all < most && own < mostOfOne;
        if (free) {
            inside.put(owner, own + 1);
            all++;
        }
        return free;
    }

    synchronized void leave(String owner) {
        inside.computeIfPresent(owner, (_, own) -> own > 1 ? own - 1 : null);
        all--;
    }
}
