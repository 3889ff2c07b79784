package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import java.time.Duration;

/// A leg that has nobody to talk to any more: it may hang up, and not much else. *Engine thread
/// only.*
record Departing(Call call) implements LegUser {

    /// Leaves a leg alone, unless it is over.
    static void from(Call call, Leg leg) {
        if (!leg.over()) {
            leg.user(new Departing(call));
        }
    }

    /// Whoever asked to leave hangs up by itself, as a rule; otherwise we do after a while.
    ///
    /// @param grace how long it is waited for; zero: not at all
    static void soon(Outside outside, Leg leg, Duration grace, String cause) {
        if (leg.over()) {
            return;
        }
        if (grace.isZero()) {
            hangUp(leg, 200, cause);
        } else {
            outside.schedule(grace, () -> hangUp(leg, 200, cause));
        }
    }

    /// With this status and cause in the Reason.
    static void hangUp(Leg leg, int status, String cause) {
        if (leg.confirmed()) {
            leg.hangUp(cause, Leg.reason(status, cause));
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
