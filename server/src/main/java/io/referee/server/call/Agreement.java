package io.referee.server.call;

import io.referee.sip.session.Session;

import java.util.List;
import java.util.function.Consumer;

/// What of that which the dial plan says about the one that it called holds for the other, too.
/// *Engine thread only.*
final class Agreement {
    private Agreement() {}

    /// @param outlasted told when a leg has talked for as long as it may
    static void between(Leg staying, Leg arriving, Legs legs, Consumer<Leg> outlasted) {
        TargetOptions options = arriving.options();
        options.transfer()
                .filter(word -> concerns(staying, legs.ownerOf(staying), word))
                .ifPresent(word -> staying.allows(word.mode()));
        if (!options.talk().isZero()) {
            for (Leg leg : List.of(staying, arriving)) {
                leg.talks(options.talk(), () -> outlasted.accept(leg));
            }
        }
    }

    /// What may be done on a leg is said for each leg (`transfers.md` F.2.3): a plan allows and
    /// forbids the one that it calls, and of those who stay only accounts of its own owner. Who was
    /// called by a plan keeps what that said.
    private static boolean concerns(Leg staying, String owner, TargetOptions.TransferWord word) {
        boolean said =
                staying.identity().direction() == Session.Direction.OUTGOING
                        && staying.allowedByPlan();
        return !said && owner.equals(word.owner());
    }
}
