package io.referee.server.transfer;

/// What becomes of the two parties when the transfer fails (`transfers.md` A11).
public enum OnFail {
    /// They go on talking; when the transferor has gone, the transferee is hung up with the reason.
    RESTORE,
    /// Both are hung up with the reason.
    HANGUP
}
