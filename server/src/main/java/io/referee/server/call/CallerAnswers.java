package io.referee.server.call;

import io.referee.sip.message.Request;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.SessionListener.Ending;

import java.util.List;
import java.util.Optional;

/// A pickup of a call whose caller has made no offer: its 200 brings that of the taker, and its ACK
/// the answer, which the taker waits for. *Engine thread only.*
final class CallerAnswers implements Pickup {
    private final Call call;
    private final Leg caller;
    private final SessionDescription takers;

    CallerAnswers(Call call, Leg caller, SessionDescription takers) {
        this.call = call;
        this.caller = caller;
        this.takers = takers;
    }

    @Override
    public void by(Arriving taker) {
        Pickup.stopRinging(call);
        Leg leg = taker.into(call, new Taker());
        leg.ledger().offered(takers);
        caller.user(new Caller(leg));
        caller.answer(caller.ledger().offering(takers), List.of());
    }

    /// Whoever picks up, until the caller's answer is there.
    private final class Taker implements LegUser {
        @Override
        public void cancelled(Leg leg, Request cancel) {
            call.left(leg);
            call.hangUp(487, "Request Terminated");
        }
    }

    /// Who called, and is told that it is answered.
    private final class Caller implements LegUser {
        private final Leg taker;

        Caller(Leg taker) {
            this.taker = taker;
        }

        @Override
        public void acknowledged(Leg leg, Request ack) {
            Optional<SessionDescription> answer = Pickup.answer(ack);
            if (taker.over()) {
                return;
            }
            if (answer.isEmpty()) {
                refuse(488, "No SDP in the ACK");
                call.hangUp(488, "No SDP in the ACK");
                return;
            }
            leg.ledger().answered(answer.get());
            taker.answer(taker.ledger().answering(answer.get()), List.of());
            call.meet(leg, taker);
        }

        private void refuse(int status, String reason) {
            if (!taker.over()) {
                call.left(taker);
                taker.reject(status, reason, List.of());
            }
        }

        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            refuse(480, "Caller hung up");
            call.finishIfEmpty();
        }
    }
}
