package io.referee.server.transfer;

/// Where a transfer stands (`transfers.md` 0.3).
public enum Phase {
    ACCEPTED,
    DIALLING,
    RINGING,
    ANSWERED,
    RECONNECTING,
    COMPLETED,
    RESTORED,
    DROPPED,
    ABORTED,
    REJECTED,
    /// The phone that was to carry it out did not tell.
    UNKNOWN;

    /// Whether nothing more happens.
    public boolean over() {
        return ordinal() >= COMPLETED.ordinal();
    }
}
