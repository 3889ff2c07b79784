package io.referee.sip.header;

import io.referee.sip.message.Numbers;

import java.time.Duration;
import java.util.Optional;

/// When to try again (RFC 3261 §20.33): seconds, perhaps a comment, perhaps for how long it will be
/// true. *Immutable.*
///
/// @param after at most [#LONGEST]: a larger number of a peer is cut, not refused (RFC 4475
///   §3.1.2.5)
public record RetryAfter(Duration after) {
    /// One day: nobody should be kept away for longer by one header.
    public static final Duration LONGEST = Duration.ofDays(1);

    /// Reads a value; empty when it does not start with a number.
    public static Optional<RetryAfter> parse(String value) {
        int to = 0;
        while (to < value.length() && value.charAt(to) >= '0' && value.charAt(to) <= '9') {
            to++;
        }
        if (to == 0) {
            return Optional.empty();
        }
        long seconds = Numbers.parse(value.substring(0, to), Long.MAX_VALUE);
        return Optional.of(
                new RetryAfter(Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()))));
    }

    /// As in a message: whole seconds.
    public String text() {
        return Long.toString(after.toSeconds());
    }
}
