package io.referee.server.dialplan.run;

import io.referee.server.call.Failure;
import io.referee.server.call.Failure.Rejected;

import java.util.List;
import java.util.Set;

/// What a plan and its caller hear when nobody at all spoke: a name that leads nowhere, a server
/// that takes no connection, or one that never answers, is not a fault of the plan (`sipsorcery.md`
/// 1.7).
final class Unreachable {
    private static final int SILENCE = 408;
    private static final int NO_TRANSPORT = 503;
    private static final Set<Integer> OURS = Set.of(SILENCE, NO_TRANSPORT);

    private Unreachable() {}

    /// The failure; when the status is one that we made ourselves, 480 and why.
    static Failure told(Failure failure) {
        List<Rejected> same =
                failure.rejected().stream()
                        .filter(one -> one.response().status() == failure.status())
                        .toList();
        boolean spoken =
                same.isEmpty() || same.stream().anyMatch(one -> !one.response().toTag().isEmpty());
        if (failure.timedOut() || !OURS.contains(failure.status()) || spoken) {
            return failure;
        }
        String host = same.getLast().target().uri().host();
        String why =
                failure.status() == SILENCE
                        ? "Timeout, no response from " + host
                        : "Cannot reach " + host;
        return new Failure(480, why, failure.rejected(), false);
    }
}
