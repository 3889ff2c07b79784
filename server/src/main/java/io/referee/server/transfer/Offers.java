package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.message.Response;

/// How the parts of a join make offers, and wait for their turn. *Engine thread only.*
interface Offers {
    /// Whether the leg can be sent an offer now; if later, `again` runs, if never, the join ends.
    boolean free(Leg leg, Runnable again);

    /// Sends a re-INVITE that tells who the peer talks to from now on.
    ///
    /// @param body the offer, or nothing to ask for one
    void reinvite(Leg leg, byte[] body, Attempt.Answered answered, Attempt.Refused refused);

    /// Whether a refusal only means later; then `next` runs after a while.
    boolean again(Response response, Leg leg, Runnable next);
}
