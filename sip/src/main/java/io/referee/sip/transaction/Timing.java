package io.referee.sip.transaction;

import java.time.Duration;

/// The base times of RFC 3261 §17.1.1.1 (table 4). *Immutable.*
///
/// @param t1 round-trip estimate, 500 ms
/// @param t2 longest interval between retransmissions of non-INVITE requests and INVITE responses,
///   4 s
/// @param t4 how long a message may stay in the network, 5 s
public record Timing(Duration t1, Duration t2, Duration t4) {
    /// The values that the RFC recommends.
    public static final Timing STANDARD =
            new Timing(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

    private static final Duration STANDARD_END = Duration.ofSeconds(32);

    /// 64*T1: Timers B, F, H, J, L, M.
    public Duration giveUp() {
        if (this == STANDARD) {
            return STANDARD_END; // asked for by every transaction
        }
        return Duration.ofNanos(64 * t1.toNanos()); // multipliedBy computes in BigDecimal
    }

    /// When a client that gets no response has come to send its request every T2: 3.5 s (RFC 4320
    /// §4.1).
    public Duration untilT2() {
        Duration passed = Duration.ZERO;
        for (Duration interval = t1; interval.compareTo(t2) < 0; interval = next(interval)) {
            passed = passed.plus(interval);
        }
        return passed;
    }

    /// Twice the interval, at most T2.
    public Duration next(Duration interval) {
        Duration twice = interval.plus(interval);
        return twice.compareTo(t2) > 0 ? t2 : twice;
    }
}
