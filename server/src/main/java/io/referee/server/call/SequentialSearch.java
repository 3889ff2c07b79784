package io.referee.server.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rings the phones that want to be rung first, and the others only when those have failed (RFC
/// 3261 §16.6, q of RFC 3261 §20.10). Phones with the same q ring together. All flows of one phone
/// are with the best of them: which of them is tried says [Flows]. *Engine thread only.*
public final class SequentialSearch {
    private SequentialSearch() {}

    /// A route through all targets, each group with a ring time of its own; after the last one,
    /// what comes otherwise. Who registers while the first ones ring is not called.
    ///
    /// @param targets at least one, highest q first
    public static Route.Ring through(List<Target> targets, Route.Otherwise otherwise) {
        int best = targets.getFirst().phone().priority();
        List<Target> now = new ArrayList<>(targets.size());
        List<Target> later = new ArrayList<>(0);
        for (Target target : targets) {
            boolean first = target.phone().priority() == best || sharesPhone(target, now);
            (first ? now : later).add(target);
        }
        return new Route.Ring(now, later.isEmpty() ? otherwise : new Later(later, otherwise));
    }

    /// Those that are rung when the first ones have failed, unless one of them spoke for all.
    private record Later(List<Target> targets, Route.Otherwise otherwise)
            implements Route.Otherwise {
        @Override
        public Optional<Route> next(Failure failure) {
            return failure.global()
                    ? otherwise.next(failure)
                    : Optional.of(through(targets, otherwise));
        }

        @Override
        public void over(Route.End end) {
            otherwise.over(end);
        }
    }

    private static boolean sharesPhone(Target target, List<Target> others) {
        return others.stream().anyMatch(target::sharesPhone);
    }
}
