package io.referee.server.call;

import java.time.Duration;
import java.time.Instant;

/// A slot in which a party waits until somebody asks for it, over a restart. *Immutable.*
///
/// @param slot its number
/// @param leg who waits
/// @param until when whoever parked it is called back
/// @param transfer the transfer that parked it
/// @param door by which that was asked for
/// @param owner who has the slot
/// @param target URI, as it was asked for
/// @param payer the account or owner that asked
/// @param referredBy what was said of who asks
/// @param ringTimeout how long a phone may ring that is called back
/// @param by who parked it
public record KeptPlace(
        int slot,
        String leg,
        Instant until,
        String transfer,
        String door,
        String owner,
        String target,
        String payer,
        String referredBy,
        Duration ringTimeout,
        Past by) {

    /// A leg that may be over.
    ///
    /// @param leg its id
    /// @param callId of its dialog
    public record Past(String leg, LegIdentity identity, String callId) {}
}
