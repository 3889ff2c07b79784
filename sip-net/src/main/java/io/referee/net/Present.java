package io.referee.net;

import java.time.Instant;
import java.time.InstantSource;

/// The time of the event that is being handled. Instants are for the core; timers run on the
/// machine's monotonic clock, so that they do not care when somebody sets the time. *Engine thread
/// only.*
final class Present {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final InstantSource clock;
    private final long startNanos = System.nanoTime();
    private Instant now;
    private long nanos;

    Present(InstantSource clock) {
        this.clock = clock;
        this.now = clock.instant();
    }

    /// An event begins.
    void take() {
        now = clock.instant();
        nanos = System.nanoTime() - startNanos;
    }

    Instant now() {
        return now;
    }

    /// Nanoseconds since the engine was made.
    long nanos() {
        return nanos;
    }

    /// Whole milliseconds since the engine was made.
    long millis() {
        return nanos / NANOS_PER_MILLI;
    }

    /// The first millisecond that is not before this long from now.
    long deadlineMillis(java.time.Duration after) {
        long seconds = after.getSeconds();
        if (seconds >= TimerWheel.MAX_MILLIS / 1_000) {
            return millis() + TimerWheel.MAX_MILLIS;
        }
        if (seconds < 0) {
            return millis();
        }
        return Math.ceilDiv(nanos + after.toNanos(), NANOS_PER_MILLI);
    }

    /// How many milliseconds to sleep to be there at this one; at least 1.
    long untilMillis(long deadlineMillis) {
        long elapsed = System.nanoTime() - startNanos;
        return Math.max(
                1, Math.ceilDiv(deadlineMillis * NANOS_PER_MILLI - elapsed, NANOS_PER_MILLI));
    }
}
