package io.referee.server.transfer;

import io.referee.server.account.Verdict;
import io.referee.server.call.Leg;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;

/// Whether the sender of a REFER is who the leg belongs to. *Engine thread only.*
public interface ReferTrust {
    /// Whether a sender there is trusted as it is: the leg lives there, or its account does.
    boolean known(Leg leg, Hop from);

    /// The outcome of the sender's authentication; a request without credentials is challenged.
    Verdict verify(ServerTransaction transaction);

    /// Somebody wanted, outside of calls, what is not allowed, and is refused.
    ///
    /// @param account whom it was about, or empty
    /// @param reason what was wanted, and what is answered
    void abused(Hop from, String account, String reason);

    /// The same of who wants to watch a transfer that is not there.
    default void guessed(Hop from) {
        abused(from, "", "SUBSCRIBE to a transfer that is not known: 403");
    }
}
