package io.referee.ladder;

import java.time.Duration;

/// What becomes of one datagram. Immutable.
public sealed interface DatagramFate {

    /// It arrives once, so much later.
    record Deliver(Duration after) implements DatagramFate {}

    /// It is lost.
    record Drop() implements DatagramFate {}

    /// It arrives, and once more.
    record DeliverTwice(Duration after, Duration again) implements DatagramFate {}
}
