package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Method;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ServerTransaction;

import java.util.List;
import java.util.Optional;

/// How a party is answered that has nobody to talk to at the moment, so that its dialog stays in
/// order (`transfers.md` A2.5). *Engine thread only.*
final class Alone {
    private Alone() {}

    /// A re-INVITE of a party that waits: its new media are taken, and it gets what it had.
    static void waiting(Leg leg, ServerTransaction transaction) {
        Optional<SessionDescription> offer = SdpLedger.read(transaction.request());
        if (offer.isEmpty()) {
            leg.session().refuse(transaction, 491);
        } else {
            leg.session().accept(transaction, leg.ledger().answeringAlone(offer.get()), List.of());
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

    /// Any other request. What somebody else should get cannot be delivered now; 491 leaves the
    /// dialog alive.
    static void requested(Call call, Leg leg, ServerTransaction transaction) {
        Method method = transaction.request().method();
        if (method.equals(Method.UPDATE)) {
            updated(leg, transaction);
        } else if (method.equals(Method.INFO) || method.equals(Method.MESSAGE)) {
            leg.session().refuse(transaction, 491);
        } else {
            call.answerAlone(leg, transaction);
        }
    }

    private static void updated(Leg leg, ServerTransaction transaction) {
        Optional<SessionDescription> offer = SdpLedger.read(transaction.request());
        if (offer.isEmpty()) {
            leg.session().refuse(transaction, 400);
        } else {
            leg.session().accept(transaction, leg.ledger().answeringAlone(offer.get()), List.of());
        }
    }
}
