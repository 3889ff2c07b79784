package io.referee.server.call;

import io.referee.sip.session.Session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A live call as others see it. *Immutable; any thread.*
///
/// @param state `ringing`, `answered`, `transferring` or `parked`
/// @param slot where it is parked, or empty
public record CallView(
        String call,
        String chain,
        String owner,
        String state,
        String from,
        String to,
        Instant since,
        String slot,
        List<LegView> legs) {

    /// One leg of it.
    ///
    /// @param callId SIP Call-ID
    /// @param state `trying`, `ringing`, `answered`
    /// @param held whether this party was put on hold, by the other party or by the server
    public record LegView(
            String leg,
            String callId,
            String party,
            String account,
            String direction,
            String state,
            boolean held) {}

    /// How a call is now. *Engine thread only.*
    public static CallView of(Call call) {
        List<LegView> shown = new ArrayList<>(3);
        for (Leg leg : call.legsNow()) {
            shown.add(view(call, leg));
        }
        String slot = Parked.slotOf(call);
        String state =
                call.guarded()
                        ? "transferring"
                        : !slot.isEmpty() ? "parked" : call.answered() ? "answered" : "ringing";
        return new CallView(
                call.id(),
                call.ids().chain(),
                call.ids().owner(),
                state,
                call.from(),
                call.to(),
                call.since(),
                slot,
                shown);
    }

    private static LegView view(Call call, Leg leg) {
        boolean incoming = leg.session().direction() == Session.Direction.INCOMING;
        return new LegView(
                leg.id(),
                leg.session().callId(),
                leg.identity().party(),
                leg.identity().account(),
                incoming ? "in" : "out",
                leg.confirmed() ? "answered" : "ringing",
                call.bridge().filter(bridge -> bridge.onHold(leg)).isPresent());
    }
}
