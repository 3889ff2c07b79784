package io.referee.server.app;

import io.referee.server.account.Change;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.api.PlanText;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps a version of each plan that is saved. *Any thread; waits for the store.*
record PlanVersions(PlanVersionStore store, Clock clock) {

    /// Plans have been saved. A plan that is older than its versions has its former text kept, too.
    void saved(
            List<Change> changes, DirectorySnapshot before, DirectorySnapshot after, String who) {
        for (Change change : changes) {
            boolean changed =
                    change.kind() == Change.Kind.ADDED || change.kind() == Change.Kind.CHANGED;
            if (change.entry() == Change.Entry.DIAL_PLAN && changed) {
                int slash = change.name().indexOf('/');
                String owner = change.name().substring(0, slash);
                String name = change.name().substring(slash + 1);
                saved(before.dialPlan(owner, name), after.dialPlan(owner, name), who);
            }
        }
    }

    private void saved(Optional<DialPlan> former, Optional<DialPlan> saved, String who) {
        Instant now = clock.instant();
        former.filter(plan -> store.of(plan.owner(), plan.name()).isEmpty())
                .ifPresent(plan -> add(plan, now, ""));
        saved.ifPresent(plan -> add(plan, now, who));
    }

    private void add(DialPlan plan, Instant at, String who) {
        store.add(plan.owner(), plan.name(), at, who, PlanText.of(plan));
    }
}
