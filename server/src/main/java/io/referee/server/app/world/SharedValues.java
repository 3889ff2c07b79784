package io.referee.server.app.world;

import io.referee.server.account.PlanValueStore;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What plans keep, for those who change it beside the plans: they wait their turn like a run of a
/// plan. *Any thread; waits.*
record SharedValues(PlanValueStore kept, Values values) implements PlanValueStore {
    @Override
    public Optional<String> read(String owner, String key) {
        return kept.read(owner, key);
    }

    @Override
    public List<String> keys(String owner) {
        return kept.keys(owner);
    }

    /// @throws Busy when a run of a plan does not let go
    @Override
    public boolean apply(String owner, Map<String, Optional<String>> changes) {
        try {
            return values.applied(owner, changes);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
    }
}
