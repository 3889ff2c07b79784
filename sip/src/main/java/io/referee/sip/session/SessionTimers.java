package io.referee.sip.session;

import java.time.Duration;

/// How long sessions last without a refresh (RFC 4028). *Immutable.*
///
/// @param expires what we ask for, whole seconds; zero switches session timers off: they are
///   neither asked for nor granted
/// @param minimum the shortest that we accept from peers, whole seconds; what a peer asks below is
///   answered 422
public record SessionTimers(Duration expires, Duration minimum) {
    /// Off.
    public static final SessionTimers NONE = new SessionTimers(Duration.ZERO, Duration.ZERO);

    /// What RFC 4028 §4 and §5 recommend: half an hour, at least 90 s.
    public static final SessionTimers STANDARD =
            new SessionTimers(Duration.ofMinutes(30), Duration.ofSeconds(90));

    /// The smallest `Min-SE` there is by default (RFC 4028 §5), seconds.
    static final long LEAST = 90;

    boolean on() {
        return !expires.isZero();
    }
}
