package io.referee.server.call;

import io.referee.sip.message.Header;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.SessionDialog;
import io.referee.sip.transaction.ServerTransaction;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// An offer of one party in an UPDATE or PRACK that is asked of the other by UPDATE (RFC 3311 §5),
/// and what the first hears of the outcome. *Engine thread only.*
final class OfferRelay {
    private OfferRelay() {}

    /// Who is asked: a leg in one of its dialogs.
    record Asked(Leg leg, SessionDialog dialog) {}

    /// @param settled told, with `leg`, when both agreed
    static void update(
            Leg leg,
            Asked asked,
            ServerTransaction transaction,
            SessionDescription offer,
            Consumer<Leg> settled) {
        Request request = transaction.request();
        Leg other = asked.leg();
        byte[] body = other.ledger().offering(leg.ledger().presentable(offer));
        leg.ledger().offered(offer);
        asked.dialog()
                .request(
                        Method.UPDATE,
                        HeaderRule.copied(request),
                        "application/sdp",
                        body,
                        response -> {
                            Optional<SessionDescription> answer =
                                    response.success()
                                            ? SdpLedger.read(response)
                                            : Optional.empty();
                            if (answer.isEmpty()) {
                                refuseBoth(leg, other, transaction, response);
                                return;
                            }
                            other.ledger().answered(answer.get());
                            leg.session()
                                    .accept(
                                            transaction,
                                            leg.ledger().answering(answer.get()),
                                            HeaderRule.copied(response));
                            settled.accept(leg);
                        });
    }

    /// Nothing came of the offer: what was in force stays, on both legs.
    static void refuseBoth(Leg leg, Leg other, ServerTransaction transaction, Response response) {
        other.ledger().refused();
        leg.ledger().refused();
        if (leg.over()) {
            leg.session().refuse(transaction, 481);
        } else {
            relayFailure(leg, transaction, response);
        }
    }

    /// What makes the sender drop the dialog must not cross: this dialog is not the one that is
    /// lost (RFC 5057 §5.1).
    static void relayFailure(Leg leg, ServerTransaction transaction, Response response) {
        int status = response.status();
        int relayed =
                status == 481 || status == 408 || status < 300 || status == 401 || status == 407
                        ? 500
                        : status;
        List<Header> headers = HeaderRule.copied(response);
        leg.session()
                .refuse(
                        transaction,
                        leg.session().responding(transaction).addAll(headers).response(relayed));
    }
}
