package io.referee.server.ladders;

import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.Connection;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.MediaSection;
import io.referee.sip.sdp.SdpReading;
import io.referee.sip.sdp.SessionDescription;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The meaning of a session description: where its first stream goes, in which formats, which way.
/// Immutable.
record Media(String address, int port, List<String> formats, Direction direction, int streams) {

    static SessionDescription read(SipMessage message) {
        return read(message.sdp().orElse(message.body()));
    }

    static SessionDescription read(byte[] body) {
        return switch (SessionDescription.parse(body)) {
            case SdpReading.Parsed(SessionDescription description) -> description;
            case SdpReading.Malformed(String reason) ->
                    throw new AssertionError(
                            "SDP cannot be read: "
                                    + reason
                                    + "\n"
                                    + new String(body, StandardCharsets.UTF_8));
        };
    }

    static Media of(SipMessage message) {
        return of(read(message));
    }

    static Media of(SessionDescription body) {
        MediaSection first = body.media().getFirst();
        return new Media(
                body.connectionOf(0).map(Connection::address).orElse("nowhere"),
                first.port(),
                first.formats(),
                body.direction(0),
                body.media().size());
    }

    @Override
    public String toString() {
        return address + ":" + port + " " + String.join(",", formats) + " " + direction.token();
    }
}
