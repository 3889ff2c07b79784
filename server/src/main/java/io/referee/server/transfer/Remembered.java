package io.referee.server.transfer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The transfers that doors may ask for, running ones and the latest that are over. Of those that
/// have been over for [#WHOLE] only what can be told is kept: a transfer holds its calls, with
/// their legs, sessions and messages, and that is a hundred times as much. *Engine thread only.*
final class Remembered {
    /// Running or not.
    static final int AT_MOST = 10_000;

    /// For so long late messages may still belong to it.
    static final Duration WHOLE = Duration.ofSeconds(40);

    /// Looked at with each transfer that begins: more than one, so that it catches up.
    private static final int LOOKED_AT = 4;

    private final Supplier<Instant> now;
    private final Map<String, Running> all = new LinkedHashMap<>();
    private final Deque<String> whole = new ArrayDeque<>();

    /// One that has been over for a while.
    private record Over(TransferView view, ReferStanding refer) implements Running {
        @Override
        public boolean abort(String reason) {
            return false;
        }
    }

    Remembered(Supplier<Instant> now) {
        this.now = now;
    }

    /// One more begins; beyond [#AT_MOST] the oldest is forgotten.
    void add(String id, Running transfer) {
        for (int i = Math.min(LOOKED_AT, whole.size()); i > 0; i--) {
            String next = whole.removeFirst();
            if (!shrunk(next)) {
                whole.addLast(next);
            }
        }
        if (all.size() >= AT_MOST) {
            all.remove(all.keySet().iterator().next());
        }
        all.put(id, transfer);
        whole.addLast(id);
    }

    /// Whether nothing more than can be told is kept of this one.
    private boolean shrunk(String id) {
        Running one = all.get(id);
        if (one == null || one instanceof Over) {
            return true;
        }
        TransferView view = one.view();
        Instant finished = view.finishedAt();
        if (finished == null || finished.plus(WHOLE).isAfter(now.get())) {
            return false;
        }
        all.put(id, new Over(view, one.refer()));
        return true;
    }

    boolean knows(String id) {
        return all.containsKey(id);
    }

    Optional<Running> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    /// All of them, as they are when it is looked at.
    Collection<Running> all() {
        return all.values();
    }
}
