package io.referee.server.guard;

import java.time.Duration;

/// So many in a time, and how many of them at once: a token bucket, kept as the one moment at which
/// all that was taken is paid off. *Immutable.*
///
/// @param costMicros what one costs, in microseconds of time
/// @param burstMicros how far ahead of the present that moment may lie
record Rate(long costMicros, long burstMicros) {
    /// Answered by [#take] when there is no room.
    static final long EXCEEDED = Long.MIN_VALUE;

    private static final long MICROS = 1_000_000;

    /// `perSecond`, and as many at once as are allowed in so many seconds.
    static Rate perSecond(int perSecond, int burstSeconds) {
        return new Rate(MICROS / perSecond, burstSeconds * MICROS);
    }

    /// At most `count` at once, paid off evenly over `window`.
    static Rate within(int count, Duration window) {
        long micros = window.toMillis() * 1_000;
        return new Rate(micros / count, micros);
    }

    /// A rate so many times as high.
    Rate times(int factor) {
        return new Rate(Math.max(1, costMicros / factor), burstMicros);
    }

    /// Takes some.
    ///
    /// @param paidAt what [#take] returned before; 0 in the beginning
    /// @param now in microseconds
    /// @return the new moment, or [#EXCEEDED]; then nothing was taken
    long take(long paidAt, long now, int count) {
        // Further ahead than can be: somebody has set the clock back.
        long from = paidAt > now && paidAt - now <= burstMicros ? paidAt : now;
        long next = from + count * costMicros;
        return next - now > burstMicros ? EXCEEDED : next;
    }
}
