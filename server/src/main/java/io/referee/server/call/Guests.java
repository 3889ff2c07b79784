package io.referee.server.call;

import java.util.HashMap;
import java.util.Map;

/// Callers from elsewhere whom nobody has answered yet, by the account that they ring. A stranger
/// must not be able to fill the server with calls that nobody answers. *Engine thread only.*
public final class Guests {
    /// That may wait for one account at the same time when nothing else is set.
    public static final int USUALLY_AT_MOST = 100;

    private final Map<String, Integer> waiting = new HashMap<>();
    private int most = USUALLY_AT_MOST;

    /// So many may wait for one account at the same time from now on; 0: no limit.
    public void most(int next) {
        most = next;
    }

    /// Whether one more may wait for this account; a guest that may is counted.
    boolean enters(String aor) {
        boolean free = most == 0 || waiting.getOrDefault(aor, 0) < most;
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
