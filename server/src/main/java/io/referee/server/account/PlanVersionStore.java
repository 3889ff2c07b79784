package io.referee.server.account;

import java.time.Instant;
import java.util.List;

/// Where the texts are kept that dial plans had. Blocks: not for the engine.
public interface PlanVersionStore {
    /// The most versions of one plan; older ones are forgotten.
    int MAX_VERSIONS = 50;

    /// Keeps nothing.
    PlanVersionStore NONE =
            new PlanVersionStore() {
                @Override
                public List<PlanVersion> of(String owner, String plan) {
                    return List.of();
                }

                @Override
                public void add(String owner, String plan, Instant at, String who, String text) {}
            };

    /// The versions of a plan, the newest first.
    List<PlanVersion> of(String owner, String plan);

    /// Adds a version with the next number.
    void add(String owner, String plan, Instant at, String who, String text);
}
