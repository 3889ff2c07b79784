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
}
