package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Method;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ServerTransaction;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How a party is answered that has nobody to talk to at the moment, so that its dialog stays in
/// order (`transfers.md` A2.5). *Engine thread only.*
final class Alone {
    private Alone() {}

    /// A re-INVITE of a party that waits: its new media are taken, and it gets what it had. The
    /// source of the music that it hears is told.
    static void waiting(Call call, Leg leg, ServerTransaction transaction) {
        Optional<SessionDescription> offer = SdpLedger.read(transaction.request());
        if (offer.isEmpty()) {
            offer(leg, transaction, leg.ledger()::offeringAgain);
        } else {
            call.music().answer(leg, transaction, offer.get());
        }
    }

    /// A re-INVITE of a party that is out of it: silence.
    static void silently(Leg leg, ServerTransaction transaction) {
        Optional<SessionDescription> offer = SdpLedger.read(transaction.request());
        if (offer.isEmpty()) {
            leg.session().refuse(transaction, 491);
        } else {
            leg.session()
                    .accept(transaction, leg.ledger().answeringSilently(offer.get()), List.of());
        }
    }

    /// A re-INVITE of a party that waits in silence.
    static void parked(Leg leg, ServerTransaction transaction) {
        if (transaction.request().hasBody()) {
            silently(leg, transaction);
        } else {
            offer(leg, transaction, leg.ledger()::offeringSilence);
        }
    }

    /// A re-INVITE that asks for an offer, such as a refresh of the session.
    private static void offer(
            Leg leg, ServerTransaction transaction, Supplier<Optional<byte[]>> ours) {
        Optional<byte[]> body = !transaction.request().hasBody() ? ours.get() : Optional.empty();
        if (body.isPresent()) {
            leg.session().accept(transaction, body.get(), List.of());
        } else {
            leg.session().refuse(transaction, 491);
        }
    }

    /// Any other request. What somebody else should get cannot be delivered now; 491 leaves the
    /// dialog alive.
    static void requested(Call call, Leg leg, ServerTransaction transaction) {
        Method method = transaction.request().method();
        if (method.equals(Method.UPDATE)) {
            updated(call, leg, transaction);
        } else if (method.equals(Method.INFO) || method.equals(Method.MESSAGE)) {
            leg.session().refuse(transaction, 491);
        } else {
            call.answerAlone(leg, transaction);
        }
    }

    private static void updated(Call call, Leg leg, ServerTransaction transaction) {
        Optional<SessionDescription> offer = SdpLedger.read(transaction.request());
        if (offer.isEmpty()) {
            leg.session().refuse(transaction, 400);
        } else {
            call.music().answer(leg, transaction, offer.get());
        }
    }
}
