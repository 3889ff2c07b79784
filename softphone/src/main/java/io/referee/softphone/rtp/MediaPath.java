package io.referee.softphone.rtp;

import io.referee.sip.sdp.Direction;

import java.net.InetSocketAddress;

/// What offer and answer agreed on for the audio of a call. *Immutable.*
///
/// @param remote where our packets go
/// @param codec what we send; both codecs are understood
/// @param direction as we see it: `SENDONLY` sends
public record MediaPath(InetSocketAddress remote, G711 codec, Direction direction) {}
