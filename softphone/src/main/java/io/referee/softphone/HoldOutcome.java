package io.referee.softphone;

/// What came of holding or un-holding.
public sealed interface HoldOutcome {
    /// The other side agreed, or it was so already.
    record Agreed() implements HoldOutcome {}

    /// Nothing has changed.
    ///
    /// @param status what the other side said; 408 for silence, 481 when there is no call, 491 when
    ///   offers kept crossing
    record Refused(int status) implements HoldOutcome {}
}
