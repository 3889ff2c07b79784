package io.referee.server.call;

import io.referee.server.account.Capabilities;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.routing.MaxBreadth;
import io.referee.sip.sdp.SessionDescription;

import java.util.List;
import java.util.Optional;

/// A caller for whom somebody is rung. *Engine thread only.*
final class Ringing {
    private static final byte[] ANY_BODY = {' '};

    private final Call call;
    private final Leg caller;
    private final Request invite;
    private final Optional<SessionDescription> offer;
    private final EarlyDialogs early;
    private MaxBreadth breadth;

    Ringing(
            Call call,
            Leg caller,
            Request invite,
            Optional<SessionDescription> offer,
            EarlyDialogs early) {
        this.call = call;
        this.caller = caller;
        this.invite = invite;
        this.offer = offer;
        this.early = early;
        this.breadth = MaxBreadth.of(invite);
    }

    Leg caller() {
        return caller;
    }

    Optional<SessionDescription> offer() {
        return offer;
    }

    EarlyDialogs early() {
        return early;
    }

    /// The caller's Max-Breadth must suffice for all who ring together, who get a share of it (RFC
    /// 5393 §5.3).
    Optional<Route.Refused> objection(Route.Ring ring) {
        int branches = Math.min(Dial.MAX_TARGETS, ring.width());
        MaxBreadth all = MaxBreadth.of(invite);
        if (!all.suffices(branches)) {
            return Optional.of(new Route.Refused(MaxBreadth.EXCEEDED, MaxBreadth.EXCEEDED_REASON));
        }
        breadth = all.share(branches);
        return Optional.empty();
    }

    /// How a target is called for the caller.
    Legs.Placing placing(Target target) {
        Presentation shown = caller.presentation().orElseGet(() -> Presentation.ofStranger(invite));
        List<Header> headers =
                shown.towards(HeaderRule.copied(invite), call.legs().trust().side(target.hop()));
        headers.add(Header.of(HeaderName.MAX_FORWARDS, Integer.toString(invite.maxForwards() - 1)));
        if (!breadth.usual()) {
            headers.add(Header.of(MaxBreadth.HEADER, Integer.toString(breadth.value())));
        }
        if (offer.isEmpty() && caller.session().provisionals().reliable(ANY_BODY)) {
            headers.add(Header.of(HeaderName.SUPPORTED, Capabilities.SUPPORTED_IN_CALLS));
        }
        return new Legs.Placing(
                        target,
                        call.ids(),
                        shown.from(),
                        offer,
                        Optional.empty(),
                        headers,
                        caller.identity().account(),
                        "dial")
                .facing(caller);
    }
}
