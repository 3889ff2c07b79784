package io.referee.server.call;

import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;

/// Somebody who moves the parties of a bridged call, a transfer as a rule, and therefore sees first
/// what happens on its two legs. *Engine thread only.*
public interface CallGuard {
    /// The answer to each question.
    enum Taken {
        /// Handled; the bridge does nothing.
        YES,
        /// The bridge goes on as always.
        NO
    }

    /// One of the two bridged legs is over.
    Taken ended(Leg leg, Ending ending);

    Taken reinvited(Leg leg, ServerTransaction transaction);

    Taken requested(Leg leg, ServerTransaction transaction);

    /// Whether it makes offers of its own, so that a refresh of ours by re-INVITE has to wait.
    default boolean movesMedia() {
        return true;
    }
}
