package io.referee.server.call;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.SessionListener.Ending;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A pickup where neither the caller nor the taker has made an offer. A 2xx to either must hold one
/// (RFC 3261 §13.2.1), and we have no media: the taker is offered silence first, then asked for an
/// offer of its own, which the caller gets (RFC 3725 §4.3). Until then it rings on, and whoever
/// answers there has the call. *Engine thread only.*
final class NobodyOffered implements Pickup, LegUser {
    private static final byte[] NOTHING = new byte[0];

    /// What any phone can take: both kinds of G.711, that nobody sends.
    private static final Optional<SessionDescription> SILENCE =
            SdpLedger.read(
                    ("v=0\r\no=- 0 0 IN IP4 0.0.0.0\r\ns=-\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
                                    + "m=audio 9 RTP/AVP 0 8\r\na=inactive\r\n")
                            .getBytes(StandardCharsets.US_ASCII));

    private final Call call;
    private final Leg caller;

    NobodyOffered(Call call, Leg caller) {
        this.call = call;
        this.caller = caller;
    }

    @Override
    public void by(Arriving taker) {
        Leg leg = taker.into(call, this);
        leg.answer(leg.ledger().offering(SILENCE.orElseThrow()), List.of());
    }

    @Override
    public void acknowledged(Leg leg, Request ack) {
        Optional<SessionDescription> answer = Pickup.answer(ack);
        if (!rings()) {
            tooLate(leg);
        } else if (answer.isEmpty()) {
            dismiss(leg, 488, "No SDP in the ACK");
        } else {
            leg.ledger().answered(answer.get());
            leg.session()
                    .reinvite(
                            NOTHING,
                            List.of(),
                            ReinviteListener.of(
                                    response -> offered(leg, response),
                                    response -> dismiss(leg, 488, "No offer")));
        }
    }

    private boolean rings() {
        return call.dialling() && !caller.confirmed();
    }

    private void offered(Leg leg, Response response) {
        Optional<SessionDescription> offer = SdpLedger.read(response);
        if (offer.isPresent() && rings()) {
            Pickup.stopRinging(call);
            leg.ledger().offered(offer.get());
            Answering waiting = new Answering(leg, offer.get());
            leg.user(waiting);
            caller.user(waiting);
            caller.answer(caller.ledger().offering(offer.get()), List.of());
            return;
        }
        leg.session().acknowledge(offer.map(leg.ledger()::answeringAsBefore).orElse(NOTHING));
        if (offer.isEmpty()) {
            dismiss(leg, 488, "No offer");
        } else {
            tooLate(leg);
        }
    }

    private void tooLate(Leg leg) {
        boolean elsewhere = call.answered();
        dismiss(leg, elsewhere ? 200 : 487, elsewhere ? "Answered elsewhere" : "No call rings");
    }

    private static void dismiss(Leg leg, int status, String reason) {
        if (leg.confirmed()) {
            leg.hangUp(reason, Leg.reason(status, reason));
        }
    }

    @Override
    public void ended(Leg leg, Ending ending) {
        call.left(leg);
        call.finishIfEmpty();
    }

    /// The two, until the ACK of the caller brings the answer to the taker's offer.
    private final class Answering implements LegUser {
        private final Leg taker;
        private final SessionDescription offer;
        private boolean over;

        Answering(Leg taker, SessionDescription offer) {
            this.taker = taker;
            this.offer = offer;
        }

        @Override
        public void acknowledged(Leg leg, Request ack) {
            Optional<SessionDescription> answer = Pickup.answer(ack);
            if (over || leg != caller) {
                return;
            }
            over = true;
            if (answer.isEmpty()) {
                taker.session().acknowledge(taker.ledger().answeringAsBefore(offer));
                call.hangUp(488, "No SDP in the ACK");
                return;
            }
            caller.ledger().answered(answer.get());
            taker.session().acknowledge(taker.ledger().answering(answer.get()));
            call.meet(caller, taker);
        }

        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            if (!over) {
                over = true;
                if (leg == caller) {
                    taker.session().acknowledge(taker.ledger().answeringAsBefore(offer));
                }
                dismiss(leg == caller ? taker : caller, 480, "The other party hung up");
            }
            call.finishIfEmpty();
        }
    }
}
