package io.referee.server.call;

import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;

/// Who decides for a leg at the moment: a call that rings, a bridge, or a transfer. *Engine thread
/// only.*
public interface LegUser {
    default void ringing(Leg leg, Response response) {}

    /// Our INVITE was answered; the ACK is owed.
    default void answered(Leg leg, Response response) {}

    /// Our INVITE failed; the leg is over.
    default void rejected(Leg leg, Response response) {}

    /// The caller gave up before the answer; the leg is over.
    default void cancelled(Leg leg, Request cancel) {}

    /// A reliable provisional response of ours was never acknowledged; the leg is over.
    default void abandoned(Leg leg) {}

    /// The caller acknowledged a reliable provisional response, perhaps with an answer.
    default void provisionalAcknowledged(Leg leg, Request prack) {}

    /// Whether somebody moves the media of this leg, so that a refresh of ours by re-INVITE has to
    /// wait.
    default boolean busy(Leg leg) {
        return false;
    }

    /// The peer answered a refresh of ours with other media than before.
    default void moved(Leg leg) {}

    /// The ACK of our 2xx came.
    default void acknowledged(Leg leg, Request ack) {}

    default void reinvited(Leg leg, ServerTransaction transaction) {
        leg.session().refuse(transaction, 491);
    }

    /// The re-INVITE was given up by its sender, and answered 487.
    default void reinviteCancelled(Leg leg, ServerTransaction transaction) {}

    /// Before there is an answer, only whether we live can be asked; a REFER is declined
    /// (`transfers.md` 0.6).
    default void requested(Leg leg, ServerTransaction transaction) {
        Method method = transaction.request().method();
        if (method.equals(Method.OPTIONS)) {
            transaction.respond(leg.session().responding(transaction).response(200));
        } else {
            leg.session().refuse(transaction, method.equals(Method.REFER) ? 603 : 491);
        }
    }

    /// The leg was confirmed and is over.
    default void ended(Leg leg, Ending ending) {}
}
