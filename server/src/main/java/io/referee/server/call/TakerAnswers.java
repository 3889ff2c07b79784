package io.referee.server.call;

import io.referee.sip.message.Request;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.SessionListener.Ending;

import java.util.List;
import java.util.Optional;

/// A pickup by somebody who has made no offer: its 200 brings that of the caller, and its ACK the
/// answer. Until then it rings on, and whoever answers there has the call. *Engine thread only.*
final class TakerAnswers implements Pickup, LegUser {
    private final Call call;
    private final Leg caller;
    private final SessionDescription callers;

    TakerAnswers(Call call, Leg caller, SessionDescription callers) {
        this.call = call;
        this.caller = caller;
        this.callers = callers;
    }

    @Override
    public void by(Arriving taker) {
        Leg leg = taker.into(call, this);
        leg.answer(leg.ledger().offering(callers), List.of());
    }

    @Override
    public void acknowledged(Leg leg, Request ack) {
        Optional<SessionDescription> answer = Pickup.answer(ack);
        if (!call.dialling() || caller.ledger().asked().isEmpty()) {
            boolean elsewhere = call.answered();
            dismiss(leg, elsewhere ? 200 : 487, elsewhere ? "Answered elsewhere" : "No call rings");
        } else if (answer.isEmpty()) {
            dismiss(leg, 488, "No SDP in the ACK");
        } else {
            Pickup.stopRinging(call);
            leg.ledger().answered(answer.get());
            Pickup.tell(caller, answer.get());
            call.meet(caller, leg);
        }
    }

    private static void dismiss(Leg leg, int status, String reason) {
        leg.hangUp(reason, Leg.reason(status, reason));
    }

    @Override
    public void ended(Leg leg, Ending ending) {
        call.left(leg);
        call.finishIfEmpty();
    }
}
