package io.referee.server.transfer;

/// The word of an owner who is asked about a transfer.
public enum OwnerSays {
    /// It may begin.
    YES,
    NO
}
