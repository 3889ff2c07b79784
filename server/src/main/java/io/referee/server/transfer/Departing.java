package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;

/// A leg that has nobody to talk to any more: it may hang up, and not much else. *Engine thread
/// only.*
record Departing(Call call) implements LegUser {

    /// Leaves a leg alone, unless it is over.
    static void from(Call call, Leg leg) {
        if (!leg.over()) {
            leg.user(new Departing(call));
        }
    }

    @Override
    public void ended(Leg leg, Ending ending) {
        call.left(leg);
        call.finishIfEmpty();
    }

    @Override
    public void reinvited(Leg leg, ServerTransaction transaction) {
        Alone.silently(leg, transaction);
    }

    @Override
    public void requested(Leg leg, ServerTransaction transaction) {
        Alone.requested(call, leg, transaction);
    }
}
