package io.referee.softphone;

/// Where a call stands.
///
/// ```
/// CREATED -> SETUP -> RINGING | RINGING_WITH_MEDIA -> ANSWERED -> IN_CALL -> COMPLETED
/// before ANSWERED:    REJECTED, CANCELLED, ERROR
/// after ANSWERED:     IN_CALL <-> LOCAL_HELD, REMOTE_HELD, INACTIVE_HELD, TRANSFERRING
/// ```
///
/// `ANSWERED` comes once in the life of a call; the states behind it may alternate until the call
/// is over.
public enum CallState {
    /// The object exists; nothing was sent or said.
    CREATED,
    /// The INVITE is under way, nobody rings yet.
    SETUP,
    /// The callee is being alerted.
    RINGING,
    /// The callee is being alerted, and audio flows already.
    RINGING_WITH_MEDIA,
    /// The 200 was sent or received; the ACK is next.
    ANSWERED,
    /// Both sides talk.
    IN_CALL,
    /// We hold the other side: it hears us at most.
    LOCAL_HELD,
    /// The other side holds us: we hear it at most.
    REMOTE_HELD,
    /// No audio in either direction.
    INACTIVE_HELD,
    /// We sent a REFER and wait for its outcome.
    TRANSFERRING,
    /// Hung up after it was answered.
    COMPLETED,
    /// The callee, or a server for it, refused.
    REJECTED,
    /// The caller gave up before the answer.
    CANCELLED,
    /// The peer or the network was lost.
    ERROR;

    /// Whether the call is over. Nothing follows.
    public boolean ended() {
        return switch (this) {
            case COMPLETED, REJECTED, CANCELLED, ERROR -> true;
            case CREATED,
                    SETUP,
                    RINGING,
                    RINGING_WITH_MEDIA,
                    ANSWERED,
                    IN_CALL,
                    LOCAL_HELD,
                    REMOTE_HELD,
                    INACTIVE_HELD,
                    TRANSFERRING ->
                    false;
        };
    }

    /// Whether somebody holds.
    public boolean held() {
        return this == LOCAL_HELD || this == REMOTE_HELD || this == INACTIVE_HELD;
    }
}
