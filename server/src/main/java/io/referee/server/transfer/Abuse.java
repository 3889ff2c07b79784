package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.event.SecurityFact;
import io.referee.sip.transport.Hop;

/// Tells the audit, in the stream of a call, that somebody who knows its ids wanted what is not
/// his.
final class Abuse {
    private Abuse() {}

    /// @param leg whose place or right was wanted
    /// @param reason what was wanted, and what is answered
    static void of(Leg leg, Hop from, String reason) {
        String account = leg.identity().account();
        leg.publish(new SecurityFact("refused", from.host(), account, reason, 1));
    }
}
