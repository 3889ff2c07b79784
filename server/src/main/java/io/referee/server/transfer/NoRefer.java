package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.Legs;

import java.util.Optional;

/// Who is sent no REFER (`transfers.md` H1): some phones place the call from another line than the
/// one that was asked, others do not know the method. *Engine thread only.*
final class NoRefer {
    private NoRefer() {}

    /// The word of the owner, which nobody overrules, not even who insists.
    static Optional<Refusal> never(Leg leg, Legs legs, int status) {
        return legs.endpoints().of(leg).noRefer()
                ? Optional.of(
                        new Refusal(
                                status,
                                leg.identity().party() + " is never sent a REFER",
                                "`noRefer: false` of " + legs.endpoints().named(leg)))
                : Optional.empty();
    }

    /// Why nobody's REFER is passed on to this party. One whose Allow leaves REFER out would only
    /// answer 405.
    static Optional<Refusal> passed(Leg leg, Legs legs) {
        Optional<Refusal> never =
                never(leg, legs, 603)
                        .map(
                                no ->
                                        new Refusal(
                                                no.status(),
                                                no.reason(),
                                                no.setting() + ", or `pass.fallback: consume`"));
        return never.isEmpty() && leg.session().peer().refusesRefer()
                ? Optional.of(
                        new Refusal(
                                603,
                                "The phone of " + leg.identity().party() + " takes no REFER",
                                "`pass.fallback: consume`"))
                : never;
    }
}
