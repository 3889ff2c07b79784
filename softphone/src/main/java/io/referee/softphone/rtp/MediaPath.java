package io.referee.softphone.rtp;

import io.referee.sip.sdp.Direction;

import java.net.InetSocketAddress;

/// What offer and answer agreed on for the audio of a call. *Immutable.*
///
/// @param remote where our packets go
/// @param codec what we send; both codecs are understood
/// @param direction as we see it: `SENDONLY` sends
/// @param events payload type of pressed keys (RFC 4733), 96 to 127; [#NO_EVENTS] when there is
///   none
public record MediaPath(InetSocketAddress remote, G711 codec, Direction direction, int events) {
    /// The other side understands no pressed keys.
    public static final int NO_EVENTS = -1;

    /// A path without pressed keys.
    public MediaPath(InetSocketAddress remote, G711 codec, Direction direction) {
        this(remote, codec, direction, NO_EVENTS);
    }

    /// Whether keys can be sent and heard.
    public boolean keys() {
        return events != NO_EVENTS;
    }
}
