package io.referee.server.call;

import io.referee.server.account.Capabilities;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.SessionDialog;
import io.referee.sip.transaction.ServerTransaction;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// An offer of one party in an UPDATE or PRACK that is asked of the other by UPDATE (RFC 3311 §5),
/// and what the first hears of the outcome. *Engine thread only.*
final class OfferRelay {
    private static final byte[] NOTHING = new byte[0];

    /// Ends the dialog or the call in it, at whoever gets it (RFC 5057 §5.1).
    private static final Set<Integer> DEADLY =
            Set.of(404, 405, 408, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 502, 604);

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
                                refused(leg, other, transaction, offer, response);
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

    /// A PRACK that matched may not be refused (RFC 3262 §3), so its offer is answered with what we
    /// said last.
    private static void refused(
            Leg leg,
            Leg other,
            ServerTransaction transaction,
            SessionDescription offer,
            Response response) {
        byte[] answer =
                transaction.request().is(Method.PRACK) && !leg.over()
                        ? leg.ledger().answeringAlone(offer)
                        : NOTHING;
        if (answer.length == 0) {
            refuseBoth(leg, other, transaction, response);
        } else {
            other.ledger().refused();
            leg.session().accept(transaction, answer, List.of());
        }
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

    /// The offer that a request brings; empty when it has none that can be read, and was refused.
    static Optional<SessionDescription> read(Leg leg, ServerTransaction transaction) {
        Request request = transaction.request();
        Optional<SessionDescription> offer =
                request.hasSdp() ? SdpLedger.read(request) : Optional.empty();
        if (offer.isEmpty()) {
            refuseBody(leg, transaction);
        }
        return offer;
    }

    /// A body of this leg is no session description that can be read: 415 says what would do (RFC
    /// 3261 §8.2.3).
    static void refuseBody(Leg leg, ServerTransaction transaction) {
        boolean sdp = transaction.request().hasSdp();
        MessageBuilder response = leg.session().responding(transaction);
        leg.session()
                .refuse(
                        transaction,
                        sdp
                                ? response.response(400)
                                : response.addAll(Capabilities.bodies()).response(415));
    }

    /// What makes the sender drop its dialog or the call in it must not cross: this dialog is not
    /// the one that is lost (RFC 5057 §5.1).
    static void relayFailure(Leg leg, ServerTransaction transaction, Response response) {
        List<Header> headers = HeaderRule.copied(response);
        leg.session()
                .refuse(
                        transaction,
                        leg.session()
                                .responding(transaction)
                                .addAll(headers)
                                .response(survivable(response.status())));
    }

    /// A status that leaves the dialog alive. A challenge or a redirect is not for the sender
    /// either.
    private static int survivable(int status) {
        boolean foreign = status < 400 || status == 401 || status == 407;
        return foreign || DEADLY.contains(status) ? 500 : status;
    }

    /// The other party is told again what is in force on this leg: the offer was accepted when its
    /// sender had given it up, or the media moved without an offer that could be relayed.
    static void tellAgain(Leg leg, Leg other) {
        Optional<SessionDescription> inForce = leg.ledger().remote();
        if (leg.over()
                || !other.confirmed()
                || other.session().offerPending()
                || inForce.isEmpty()) {
            return;
        }
        Retelling.tell(other, other.ledger().offering(inForce.get()), _ -> {});
    }

    /// What the other party answered to a request that crossed as it was.
    static void relayed(Leg leg, ServerTransaction transaction, Response response) {
        if (leg.over()) {
            leg.session().refuse(transaction, 481);
        } else if (response.success()) {
            transaction.respond(
                    leg.session()
                            .responding(transaction)
                            .addAll(HeaderRule.copiedWithBody(response))
                            .body(
                                    response.value(HeaderName.CONTENT_TYPE).orElse(""),
                                    response.body())
                            .response(response.status(), response.reason()));
        } else {
            relayFailure(leg, transaction, response);
        }
    }
}
