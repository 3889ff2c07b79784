package io.referee.server.call;

import io.referee.sip.session.KeptSession;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What has to be known of an answered leg so that it goes on after a restart. *Immutable.*
///
/// @param refers how many REFERs of its peer were accepted
/// @param allowedByPlan whether a dial plan said what a REFER may do
/// @param provider whose login answers challenges, as `owner/name`; empty for none
/// @param talksUntil when the dial plan ends the call
/// @param lastsUntil when a limit of ours ends it
/// @param shown how its peer, a caller, wants to be shown to others
/// @param referred Event values of the refer subscriptions that its peer waits for
public record KeptLeg(
        String id,
        LegIdentity identity,
        Instant created,
        Instant answered,
        int refers,
        boolean allowedByPlan,
        String provider,
        Optional<Instant> talksUntil,
        Optional<Instant> lastsUntil,
        Optional<Shown> shown,
        KeptSession session,
        KeptLedger ledger,
        List<String> referred) {

    /// How a caller is shown.
    ///
    /// @param privacy what it asked for in Privacy
    /// @param from as it named itself
    /// @param asserted who it was vouched to be
    /// @param origin who vouches
    public record Shown(List<String> privacy, String from, List<String> asserted, String origin) {}
}
