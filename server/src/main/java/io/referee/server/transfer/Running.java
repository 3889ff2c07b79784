package io.referee.server.transfer;

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
}
