package io.referee.sip.session;

import io.referee.sip.routing.AvoidList;

import java.time.Duration;

/// What a user agent does when one of several servers behind a name fails (RFC 3263 §4.3).
/// *Immutable.*
///
/// @param firstResponse how long a server may be silent before the next one is tried. It only
///   counts while there is a next one; the last has the whole 64*T1 of Timer B and F.
/// @param avoid for how long servers that failed are tried last
public record Failover(Duration firstResponse, AvoidList.Terms avoid) {
    /// 4 seconds: over UDP the request was sent four times by then.
    public static final Failover STANDARD =
            new Failover(Duration.ofSeconds(4), AvoidList.Terms.STANDARD);
}
