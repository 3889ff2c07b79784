package io.referee.server.call;

import io.referee.server.account.Capabilities;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.routing.MaxBreadth;
import io.referee.sip.sdp.SessionDescription;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What stays the same while one route after the other is tried for a caller. *Engine thread only.*
///
/// @param limit how long each route may ring
record Ringing(
        Leg caller,
        Request invite,
        Optional<SessionDescription> offer,
        Duration limit,
        EarlyDialogs early) {
    private static final byte[] ANY_BODY = {' '};

    /// How a target is called for the caller.
    Legs.Placing placing(Target target, Call call, MaxBreadth breadth) {
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
                "dial");
    }
}
