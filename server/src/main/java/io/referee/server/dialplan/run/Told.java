package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.call.Dial;
import io.referee.server.call.Route;
import io.referee.server.call.Target;

import java.util.List;
import java.util.Optional;

/// What the owner of a plan is told of whom it rings.
final class Told {
    private Told() {}

    /// Where the phones of somebody else's account are is not told to the owner of the plan.
    static String of(Target target, PlanRun run) {
        return target.account()
                .filter(account -> !account.owner().equals(run.owner()))
                .map(Account::aor)
                .orElseGet(() -> target.uri().text());
    }

    /// Who does not ring because there are too many; empty when all do.
    static Optional<String> leftOut(Route.Ring ring, PlanRun run) {
        List<Target> all = ring.targets();
        if (all.size() <= Dial.MAX_TARGETS) {
            return Optional.empty();
        }
        List<String> left =
                all.subList(Dial.MAX_TARGETS, all.size()).stream()
                        .map(target -> of(target, run))
                        .toList();
        return Optional.of(
                "of "
                        + all.size()
                        + " phones only the first "
                        + Dial.MAX_TARGETS
                        + " ring; not rung: "
                        + String.join(", ", left));
    }
}
