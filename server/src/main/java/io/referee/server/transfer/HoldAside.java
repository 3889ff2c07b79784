package io.referee.server.transfer;

import io.referee.server.call.Leg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Hold by the server, set aside while parties are being moved to new partners: it was about the
/// old ones. Where nothing comes of that, whoever was not moved is still held. *Engine thread
/// only.*
final class HoldAside {
    private final Map<Leg, Runnable> held = new LinkedHashMap<>(2);

    /// Nothing keeps this party from saying what it wants.
    void set(Leg leg) {
        held.put(leg, leg.ledger().unrestrained());
    }

    /// Who was told of a hold that was given up before its answer came, and is to be told again.
    List<Leg> misled() {
        return held.keySet().stream().filter(leg -> leg.ledger().saidOtherwise()).toList();
    }

    /// They have new partners.
    void drop() {
        held.clear();
    }

    /// They keep the old ones, but for those who were moved and are given back.
    void resume(Set<Leg> moved) {
        held.keySet().removeAll(moved);
        held.values().forEach(Runnable::run);
        held.clear();
    }
}
