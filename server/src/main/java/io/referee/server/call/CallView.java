package io.referee.server.call;

import java.time.Instant;
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
}
