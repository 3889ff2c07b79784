package io.referee.server.call;

import java.util.HashMap;
import java.util.Map;

/// Callers from elsewhere whom nobody has answered yet, by the account that they ring. A stranger
/// must not be able to fill the server with calls that nobody answers. *Engine thread only.*
final class Guests {
    /// That may wait for one account at the same time.
    static final int USUALLY_AT_MOST = 100;

    private final Map<String, Integer> waiting = new HashMap<>();

    /// Whether one more may wait for this account; a guest that may is counted.
    boolean enters(String aor) {
        boolean free = waiting.getOrDefault(aor, 0) < USUALLY_AT_MOST;
        if (free) {
            waiting.merge(aor, 1, Integer::sum);
        }
        return free;
    }

    /// One was answered, or has gone.
    void leaves(String aor) {
        waiting.computeIfPresent(aor, (key, n) -> n > 1 ? n - 1 : null);
    }
}
