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
        return through(targets, List.of(), otherwise);
    }

    private static Route.Ring through(
            List<Target> targets, List<Failure.Rejected> earlier, Route.Otherwise otherwise) {
        int best = targets.getFirst().phone().priority();
        List<Target> now = new ArrayList<>(targets.size());
        List<Target> later = new ArrayList<>(0);
        for (Target target : targets) {
            boolean first = target.phone().priority() == best || sharesPhone(target, now);
            (first ? now : later).add(target);
        }
        return new Route.Ring(
                now,
                later.isEmpty() && earlier.isEmpty()
                        ? otherwise
                        : new Later(later, earlier, otherwise));
    }

    /// Those that are rung when the first ones have failed, unless one of them spoke for all.
    ///
    /// @param targets empty behind the last ones
    /// @param earlier what those before the ones that ring have said
    private record Later(
            List<Target> targets, List<Failure.Rejected> earlier, Route.Otherwise otherwise)
            implements Route.Otherwise {
        @Override
        public Optional<Route> next(Failure failure) {
            return failure.global() || targets.isEmpty()
                    ? otherwise.next(failure)
                    : Optional.of(through(targets, failure.rejected(), otherwise));
        }

        @Override
        public Failure whole(Failure last) {
            List<Failure.Rejected> all = new ArrayList<>(earlier);
            all.addAll(last.rejected());
            return new Failure(last.status(), last.reason(), List.copyOf(all), last.timedOut());
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
