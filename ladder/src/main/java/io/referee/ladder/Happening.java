package io.referee.ladder;

import java.time.Duration;

/// One thing that really happened in a run; `at` counts from the start of the run. Immutable.
public sealed interface Happening {
    /// When it happened, since the start of the run.
    Duration at();

    /// A datagram was sent; its fate says whether and when it arrives.
    record Sent(Duration at, int index, Route route, DatagramFate fate) implements Happening {}

    /// A message went over a stream, which loses, doubles and reorders nothing.
    record Streamed(Duration at, Route route) implements Happening {}

    /// Something worth a line that is not a message, e.g. a timer or a step of the ladder.
    record Noted(Duration at, String text) implements Happening {}
}
