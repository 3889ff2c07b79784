package io.referee.server.call;

import io.referee.server.event.EventSink;
import io.referee.sip.transport.Outside;

/// What a leg needs from where it lives.
///
/// @param side on which side of the border of trust the peer is
/// @param gone called once when the leg is over
record LegSurroundings(
        Outside outside,
        EventSink events,
        long sdpSessionId,
        String sdpAddress,
        TrustDomain.Side side,
        Introductions introductions,
        Runnable gone) {}
