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
    private final KeyPresses presses = new KeyPresses();

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
        Optional<RtpPacket> key =
                path.keys() ? presses.tick().map(press -> key(press, path)) : Optional.empty();
        RtpPacket packet = key.isPresent() ? key.get() : sound(path);
        sequence = sequence + 1 & 0xffff;
        return Optional.of(packet);
    }

    private RtpPacket sound(MediaPath path) {
        byte[] payload = path.codec().encode(frame);
        return new RtpPacket(path.codec().payloadType(), sequence, timestamp, ssrc, payload);
    }

    /// A key in place of the sound of this tick.
    private RtpPacket key(KeyPresses.Press press, MediaPath path) {
        return new RtpPacket(
                press.age() == 0 ? RtpPacket.Marker.SET : RtpPacket.Marker.CLEAR,
                path.events(),
                sequence,
                timestamp - press.age() * FRAME,
                ssrc,
                press.event().octets());
    }

    /// Presses these keys, one after the other, behind those that wait already. On a path without
    /// keys they wait.
    ///
    /// @param keys `0` to `9`, `*`, `#`, `A` to `D`
    /// @throws IllegalArgumentException when something else is among them
    public void press(String keys) {
        if (!KeyPresses.keys(keys)) {
            throw new IllegalArgumentException("no keys of a telephone: '" + keys + "'");
        }
        presses.add(keys);
    }
}
