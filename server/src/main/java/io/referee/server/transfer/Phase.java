package io.referee.server.transfer;

/// Where a transfer stands (`transfers.md` 0.3).
public enum Phase {
    /// The owner is asked whether it may begin.
    ASKING,
    ACCEPTED,
    DIALLING,
    RINGING,
    ANSWERED,
    RECONNECTING,
    /// It has failed, and somebody else is sought for the transferee.
    RECOVERING,
    COMPLETED,
    RESTORED,
    /// It has failed, and the transferee talks to somebody else, or to the transferor again.
    FALLBACK,
    DROPPED,
    ABORTED,
    REJECTED,
    /// The phone that was to carry it out did not tell.
    UNKNOWN;

    /// Whether nothing more happens.
    public boolean over() {
        return ordinal() >= COMPLETED.ordinal();
    }

    /// How it ended, in a word; empty while it runs.
    String outcome() {
        return switch (this) {
            case COMPLETED -> "completed";
            case RECOVERING, RESTORED, FALLBACK, DROPPED -> "failed";
            case ABORTED -> "aborted";
            case REJECTED -> "rejected";
            case UNKNOWN -> "unknown";
            case ASKING, ACCEPTED, DIALLING, RINGING, ANSWERED, RECONNECTING -> "";
        };
    }
}
