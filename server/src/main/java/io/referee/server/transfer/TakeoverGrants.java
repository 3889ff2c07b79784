package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.header.Replaces;

import java.time.Duration;

/// Lets a party take over a dialog once that a REFER named which was passed on to it
/// (`transfers.md` F.5). *Engine thread only.*
@FunctionalInterface
interface TakeoverGrants {
    /// Nobody gets leave.
    TakeoverGrants NONE = (dialog, to, life) -> {};

    /// Whoever is at the other end of this leg may do so, for so long.
    void grant(Replaces dialog, Leg to, Duration life);
}
