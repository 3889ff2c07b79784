package io.referee.server.call;

import io.referee.sip.message.Header;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.Session;

import java.util.List;
import java.util.Optional;

/// Somebody else takes a call that rings (`transfers.md` A5.3, directed pickup). Caller and taker
/// have both made an offer: each offer becomes the answer to the other. *Engine thread only.*
public final class Pickup {
    private static final LegUser NOBODY = new LegUser() {};

    private final Call call;
    private final Leg caller;
    private final SessionDescription callers;
    private final SessionDescription takers;

    private Pickup(Call call, Leg caller, SessionDescription callers, SessionDescription takers) {
        this.call = call;
        this.caller = caller;
        this.callers = callers;
        this.takers = takers;
    }

    /// What can be done; empty when one of the two has made no offer, or the caller was given an
    /// answer already, or they have no format in common.
    public static Optional<Pickup> of(Call call, Arriving taker) {
        Optional<Leg> caller =
                call.parties().stream()
                        .filter(leg -> leg.session().direction() == Session.Direction.INCOMING)
                        .filter(leg -> !leg.confirmed())
                        .findFirst();
        Optional<SessionDescription> callers = caller.flatMap(leg -> leg.ledger().asked());
        Optional<SessionDescription> takers = SdpLedger.read(taker.invite());
        if (callers.isEmpty() || takers.isEmpty() || !call.dialling()) {
            return Optional.empty();
        }
        boolean speak =
                OfferAnswer.meet(callers.get(), takers.get()).media().stream()
                        .anyMatch(section -> !section.isRejected());
        return speak
                ? Optional.of(new Pickup(call, caller.orElseThrow(), callers.get(), takers.get()))
                : Optional.empty();
    }

    /// Answers both, and stops ringing.
    public void by(Arriving taker) {
        Optional<Dial> dial = call.releaseDial();
        dial.ifPresent(
                ringing ->
                        ringing.cancel(
                                "Answered elsewhere",
                                Leg.reasonValue(200, "Call completed elsewhere")));
        List<Header> nothing = List.of();
        Leg leg = taker.into(call, NOBODY);
        leg.ledger().offered(takers);
        leg.answer(leg.ledger().answering(OfferAnswer.meet(takers, callers)), nothing);
        caller.answer(caller.ledger().answering(OfferAnswer.meet(callers, takers)), nothing);
        call.meet(caller, leg);
    }
}
