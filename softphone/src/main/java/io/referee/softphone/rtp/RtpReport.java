package io.referee.softphone.rtp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a stream has sent and heard so far, since its start or the latest [RtpStream#mark].
/// *Immutable.*
///
/// @param sent packets
/// @param received packets
/// @param largestGap longest time between two received packets, the one before the mark included
/// @param origins who was heard, oldest first; a sender that comes back is a new entry; the latest
///   16 are kept
/// @param tone the frequency in hertz heard in the last 100 ms of audio; empty when nothing came
///   for 300 ms
/// @param keys pressed on the other side (RFC 4733), the latest 256, in order
public record RtpReport(
        long sent,
        long received,
        Duration largestGap,
        List<RtpOrigin> origins,
        OptionalInt tone,
        String keys) {

    /// Who was heard last.
    public Optional<RtpOrigin> origin() {
        return origins.isEmpty() ? Optional.empty() : Optional.of(origins.getLast());
    }
}
