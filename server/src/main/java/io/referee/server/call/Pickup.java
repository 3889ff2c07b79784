package io.referee.server.call;

import io.referee.sip.message.Request;
import io.referee.sip.sdp.MediaSection;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.Session;

import java.util.List;
import java.util.Optional;

/// Somebody else takes a call that rings (`transfers.md` A5.3, directed pickup). When caller and
/// taker have both made an offer, each offer becomes the answer to the other. When one has made
/// none, it gets that of the other in its 200, and its ACK brings the answer; when neither has, the
/// taker is asked for one. *Engine thread only.*
public interface Pickup {
    /// It happens.
    void by(Arriving taker);

    /// What can be done; empty when the caller was given an answer or an offer already, or when the
    /// two have no format in common.
    static Optional<Pickup> of(Call call, Arriving taker) {
        Optional<Leg> caller =
                call.parties().stream()
                        .filter(leg -> leg.session().direction() == Session.Direction.INCOMING)
                        .filter(leg -> !leg.confirmed())
                        .findFirst();
        return caller.filter(leg -> call.dialling())
                .flatMap(leg -> of(call, leg, SdpLedger.read(taker.invite())));
    }

    private static Optional<Pickup> of(Call call, Leg caller, Optional<SessionDescription> takers) {
        Optional<SessionDescription> callers = caller.ledger().asked();
        if (callers.isPresent() && takers.isPresent()) {
            return speak(OfferAnswer.meet(callers.get(), takers.get()))
                    ? Optional.of(new OffersMeet(call, caller, callers.get(), takers.get()))
                    : Optional.empty();
        }
        if (callers.isPresent()) {
            return Optional.of(new TakerAnswers(call, caller, callers.get()));
        }
        if (caller.ledger().offers()) {
            return Optional.empty();
        }
        return Optional.of(
                takers.<Pickup>map(offer -> new CallerAnswers(call, caller, offer))
                        .orElseGet(() -> new NobodyOffered(call, caller)));
    }

    /// Whether at least one stream is not refused.
    static boolean speak(SessionDescription body) {
        return !body.media().stream().allMatch(MediaSection::isRejected);
    }

    /// The answer that an ACK brings; empty when it brings none, or one that refuses every stream.
    static Optional<SessionDescription> answer(Request ack) {
        return ack.hasSdp() ? SdpLedger.read(ack).filter(Pickup::speak) : Optional.empty();
    }

    /// The caller gets the answer of somebody else than who rang: in a dialog of its own, as from a
    /// fork, when it was shown another one (RFC 3261 §13.2.1, §13.2.2.4).
    static void tell(Leg caller, SessionDescription answer) {
        SdpLedger first = caller.ledger();
        Optional<String> tag =
                first.previewed() ? caller.session().provisionals().fork() : Optional.empty();
        if (tag.isEmpty()) {
            caller.answer(first.answering(answer), List.of());
            return;
        }
        SdpLedger fork = first.forked(first.asked());
        caller.ledger(fork);
        caller.answer(tag.get(), fork.answering(answer), List.of());
    }

    /// Those that ring are told who answers.
    static void stopRinging(Call call) {
        call.releaseDial()
                .ifPresent(
                        ringing ->
                                ringing.cancel(
                                        "Answered elsewhere",
                                        Leg.reasonValue(200, "Call completed elsewhere")));
    }

    /// Both have made an offer.
    record OffersMeet(Call call, Leg caller, SessionDescription callers, SessionDescription takers)
            implements Pickup {
        private static final LegUser NOBODY = new LegUser() {};

        @Override
        public void by(Arriving taker) {
            stopRinging(call);
            Leg leg = taker.into(call, NOBODY);
            leg.ledger().offered(takers);
            leg.answer(leg.ledger().answering(OfferAnswer.meet(takers, callers)), List.of());
            Pickup.tell(caller, OfferAnswer.meet(callers, takers));
            call.meet(caller, leg);
        }
    }
}
