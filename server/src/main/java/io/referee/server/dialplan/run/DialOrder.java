package io.referee.server.dialplan.run;

import io.referee.server.dialplan.dial.CustomHeaders;
import io.referee.server.dialplan.dial.FromParts;
import io.referee.sip.sdp.SessionDescription;

import java.time.Duration;
import java.util.Optional;

/// What a plan wants to dial. *Immutable.*
///
/// @param text the dial string
/// @param ring how long all of it may ring; zero for the longest that may be
/// @param talk how long an answered call may last, unless a leg says so itself; zero for no limit
/// @param from what the plan wants in From
/// @param headers what the plan adds
/// @param body what is offered instead of what the caller offers
public record DialOrder(
        String text,
        Duration ring,
        Duration talk,
        FromParts from,
        CustomHeaders headers,
        Optional<SessionDescription> body) {
    /// The longest that a dial rings.
    public static final Duration MAX_RING = Duration.ofSeconds(180);

    /// With the caller's own offer.
    public DialOrder(
            String text, Duration ring, Duration talk, FromParts from, CustomHeaders headers) {
        this(text, ring, talk, from, headers, Optional.empty());
    }

    /// Nothing special.
    public static DialOrder of(String text, Duration ring, Duration talk) {
        return new DialOrder(text, ring, talk, FromParts.NONE, CustomHeaders.NONE);
    }

    /// The same for so long at most.
    DialOrder within(Duration left) {
        return new DialOrder(text, left, talk, from, headers, body);
    }

    /// The ring time that holds.
    public Duration limit() {
        return ring.isZero() || ring.compareTo(MAX_RING) > 0 ? MAX_RING : ring;
    }
}
