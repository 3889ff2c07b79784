package io.referee.server.guard;

import java.time.Duration;

/// How long bans are. Each is twice as long as the one before; and for each time without one, one
/// is forgotten. *Immutable.*
///
/// @param first how long the first ban is
/// @param longest no ban is longer
/// @param forgiven after how much good conduct a repeat is forgotten
record BanRule(Duration first, Duration longest, Duration forgiven) {
    private static final int MAX_DOUBLINGS = 20;

    /// For datagrams, whose sender may be a victim himself: short.
    static BanRule datagrams(Duration first) {
        return new BanRule(first, Duration.ofMinutes(10), Duration.ofMinutes(30));
    }

    /// For connections, whose sender is who he says.
    static BanRule connections(Duration first) {
        return new BanRule(first.multipliedBy(5), Duration.ofHours(24), Duration.ofHours(6));
    }

    /// How often, of `repeats`, still counts.
    int remembered(int repeats, long sinceMicros) {
        long forgotten = Math.max(0, sinceMicros) / micros(forgiven);
        return (int) Math.max(0, repeats - forgotten);
    }

    /// How long the next ban is.
    long lengthMicros(int repeats) {
        long length = micros(first) << Math.min(repeats, MAX_DOUBLINGS);
        return Math.min(length, micros(longest));
    }

    private static long micros(Duration duration) {
        return duration.toMillis() * 1_000;
    }
}
