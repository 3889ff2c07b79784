package io.referee.server.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The flows to one phone are tried one after the other, the newest first; different phones are
/// rung together (RFC 5626 §5.3). *Engine thread only.*
final class Flows {
    private final List<Target> spare = new ArrayList<>(0);

    /// Those to ring now, in order; other flows to their phones are kept for later.
    ///
    /// @param targets best first
    List<Target> first(List<Target> targets) {
        List<Target> now = new ArrayList<>(targets.size());
        for (Target target : targets) {
            (among(now, target) ? spare : now).add(target);
        }
        return now;
    }

    private static boolean among(List<Target> targets, Target wanted) {
        for (Target target : targets) {
            if (target.sharesPhone(wanted)) {
                return true;
            }
        }
        return false;
    }

    /// The next flow to the phone when this one has failed: the edge proxy says so (430), or nobody
    /// answered, or nothing could be sent.
    Optional<Target> after(Target failed, int status) {
        if (status != 430 && status != 408 && status != 503) {
            return Optional.empty();
        }
        for (int i = 0; i < spare.size(); i++) {
            if (spare.get(i).sharesPhone(failed)) {
                return Optional.of(spare.remove(i));
            }
        }
        return Optional.empty();
    }
}
