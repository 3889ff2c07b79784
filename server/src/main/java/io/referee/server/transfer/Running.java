package io.referee.server.transfer;

import java.util.function.Predicate;

/// A transfer that the desk knows, of whatever kind. *Engine thread only.*
interface Running {
    /// How it stands.
    TransferView view();

    /// Gives it up on purpose.
    ///
    /// @return false when it is too late
    boolean abort(String reason);

    /// What is known of the REFER that somebody else was sent for it.
    default ReferStanding refer() {
        return ReferStanding.NONE;
    }

    /// Who asked may not any more: what the orders want that fit ends.
    default void cutOff(Predicate<Order> whose) {}
}
