package io.referee.softphone.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// An RTP packet (RFC 3550 §5.1). Contributing sources, extensions and padding of what others send
/// are skipped.
///
/// @param marker begins a stretch of sound or, in telephone events, a key (RFC 4733 §2.5.1.1)
/// @param payloadType 0 to 127
/// @param sequence 0 to 65535
/// @param timestamp in samples, modulo 2^32
/// @param payload not copied; not to be changed
public record RtpPacket(
        Marker marker, int payloadType, int sequence, int timestamp, int ssrc, byte[] payload) {
    private static final int HEADER = 12;
    private static final int VERSION_2 = 0x80;

    /// The marker bit.
    public enum Marker {
        /// 0
        CLEAR,
        /// 1
        SET
    }

    /// A packet without the marker.
    public RtpPacket(int payloadType, int sequence, int timestamp, int ssrc, byte[] payload) {
        this(Marker.CLEAR, payloadType, sequence, timestamp, ssrc, payload);
    }

    /// Reads a datagram; empty when it is no RTP of version 2 or too short for what it announces.
    public static Optional<RtpPacket> parse(byte[] datagram, int length) {
        if (length < HEADER || (datagram[0] & 0xc0) != VERSION_2) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(datagram, 0, length);
        int from = HEADER + 4 * (datagram[0] & 0x0f);
        if ((datagram[0] & 0x10) != 0) {
            if (from + 4 > length) {
                return Optional.empty();
            }
            from += 4 + 4 * (in.getShort(from + 2) & 0xffff);
        }
        int to = (datagram[0] & 0x20) == 0 ? length : length - (datagram[length - 1] & 0xff);
        if (from > to) {
            return Optional.empty();
        }
        return Optional.of(
                new RtpPacket(
                        datagram[1] < 0 ? Marker.SET : Marker.CLEAR,
                        datagram[1] & 0x7f,
                        in.getShort(2) & 0xffff,
                        in.getInt(4),
                        in.getInt(8),
                        Arrays.copyOfRange(datagram, from, to)));
    }

    /// As it goes on the wire.
    public byte[] octets() {
        return ByteBuffer.allocate(HEADER + payload.length)
                .put((byte) VERSION_2)
                .put((byte) (marker == Marker.SET ? payloadType | 0x80 : payloadType))
                .putShort((short) sequence)
                .putInt(timestamp)
                .putInt(ssrc)
                .put(payload)
                .array();
    }
}
