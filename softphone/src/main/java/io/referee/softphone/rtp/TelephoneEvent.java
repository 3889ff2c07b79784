package io.referee.softphone.rtp;

import java.nio.ByteBuffer;
import java.util.Optional;

/// A pressed key as an RTP payload (RFC 4733 §2.3). *Immutable.*
///
/// @param code 0 to 9 for the digits, 10 `*`, 11 `#`, 12 to 15 `A` to `D`; others are no keys
/// @param duration so far, in samples
public record TelephoneEvent(int code, Phase phase, int duration) {
    /// The keys in the order of their codes (RFC 4733 §3.2).
    public static final String KEYS = "0123456789*#ABCD";

    private static final int OCTETS = 4;
    private static final int END = 0x80;

    /// 10 of 63: -10 dBm0, as a telephone does it.
    private static final int VOLUME = 10;

    /// Whether the key is still down.
    public enum Phase {
        /// It is.
        DOWN,
        /// It was released.
        RELEASED
    }

    /// Reads a payload; empty when it is too short.
    public static Optional<TelephoneEvent> parse(byte[] payload) {
        if (payload.length < OCTETS) {
            return Optional.empty();
        }
        Phase phase = (payload[1] & END) == 0 ? Phase.DOWN : Phase.RELEASED;
        int duration = ByteBuffer.wrap(payload).getShort(2) & 0xffff;
        return Optional.of(new TelephoneEvent(payload[0] & 0xff, phase, duration));
    }

    /// The key; empty when the event is something else, such as a fax tone.
    public Optional<Character> key() {
        return code < KEYS.length() ? Optional.of(KEYS.charAt(code)) : Optional.empty();
    }

    /// The payload.
    public byte[] octets() {
        int flags = phase == Phase.RELEASED ? END | VOLUME : VOLUME;
        return ByteBuffer.allocate(OCTETS)
                .put((byte) code)
                .put((byte) flags)
                .putShort((short) duration)
                .array();
    }
}
