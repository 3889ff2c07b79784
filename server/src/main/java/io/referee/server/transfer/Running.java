package io.referee.server.transfer;

/// A transfer that the desk knows, of whatever kind. *Engine thread only.*
interface Running {
    /// How it stands.
    TransferView view();

    /// Gives it up on purpose.
    ///
    /// @return false when it is too late
    boolean abort(String reason);
}
