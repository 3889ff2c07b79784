package io.referee.ladder;

/// What a run may expect of its network, and therefore how strictly it reads expectations.
public enum Delivery {
    /// Messages arrive in order: `leg<` means the next one.
    ORDERED,
    /// Messages overtake each other: `leg<` takes the first that fits, like `leg<*`.
    UNORDERED,
    /// Datagrams get lost and come again later: as unordered, and `leg<?` is tolerated only.
    LOSSY
}
