package io.referee.softphone;

/// What a phone does by itself when a call comes in, before its user is told.
public enum RingBehaviour {
    /// Sends 180 Ringing.
    RING,
    /// Sends 180 Ringing and 200 OK.
    ANSWER,
    /// Nothing beyond 100 Trying: the user decides.
    NOTHING
}
