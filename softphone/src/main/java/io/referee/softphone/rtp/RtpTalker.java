package io.referee.softphone.rtp;

import java.util.Optional;

/// Makes the packets that a phone sends: one of 20 ms per tick. It reads no clock and opens no
/// socket. *One thread.*
public final class RtpTalker {
    /// Samples in a packet: 20 ms.
    public static final int FRAME = G711.RATE / 50;

    private final int ssrc;
    private final short[] frame = new short[FRAME];
    private int sequence;
    private int timestamp;

    /// @param ssrc our number in the RTP session, by chance (RFC 3550 §8)
    /// @param sequence number of the first packet
    public RtpTalker(int ssrc, int sequence) {
        this.ssrc = ssrc;
        this.sequence = sequence & 0xffff;
    }

    /// 20 ms have passed. On a path that does not send, time goes on and no packet comes (RFC 3550
    /// §5.1: the timestamp counts samples of the clock, not packets).
    public Optional<RtpPacket> tick(AudioSource source, MediaPath path) {
        timestamp += FRAME;
        if (!path.direction().sends()) {
            return Optional.empty();
        }
        source.fill(frame);
        RtpPacket packet =
                new RtpPacket(
                        path.codec().payloadType(),
                        sequence,
                        timestamp,
                        ssrc,
                        path.codec().encode(frame));
        sequence = sequence + 1 & 0xffff;
        return Optional.of(packet);
    }
}
