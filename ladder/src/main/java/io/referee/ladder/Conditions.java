package io.referee.ladder;

import java.time.Duration;

/// Under which one run is played. Immutable.
///
/// @param name for the reader of a test report
/// @param medium what becomes of datagrams
/// @param delivery how strictly expectations are read
/// @param patience how long (virtual time) an expectation waits for its message
/// @param settling how long (virtual time) the run goes on behind the last line before whatever is
///   left in an inbox is unexpected
public record Conditions(
        String name, Medium medium, Delivery delivery, Duration patience, Duration settling) {

    /// Patience where nothing is lost: longer than any answer takes, shorter than RFC 3261's T1.
    public static final Duration SHORT = Duration.ofMillis(200);

    /// Patience where datagrams are lost: longer than all retransmissions of one message.
    public static final Duration LONG = Duration.ofSeconds(40);

    /// A network that keeps the order and loses nothing.
    public static Conditions ordered(String name, Medium medium) {
        return new Conditions(name, medium, Delivery.ORDERED, SHORT, SHORT);
    }

    /// A network that loses nothing but mixes up the order.
    public static Conditions unordered(String name, Medium medium) {
        return new Conditions(name, medium, Delivery.UNORDERED, SHORT, SHORT);
    }

    /// A network that loses datagrams.
    public static Conditions lossy(String name, Medium medium) {
        return new Conditions(name, medium, Delivery.LOSSY, LONG, SHORT);
    }
}
