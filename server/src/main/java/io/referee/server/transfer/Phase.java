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

    /// What came of it, as doors are told; empty while it runs.
    String outcome() {
        return switch (this) {
            case COMPLETED -> "completed";
            case RESTORED, DROPPED -> "failed";
            case ABORTED -> "aborted";
            case REJECTED -> "rejected";
            case UNKNOWN -> "unknown";
            case ACCEPTED, DIALLING, RINGING, ANSWERED, RECONNECTING -> "";
        };
    }

    /// Whether nothing more happens.
    public boolean over() {
        return ordinal() >= COMPLETED.ordinal();
    }
}
