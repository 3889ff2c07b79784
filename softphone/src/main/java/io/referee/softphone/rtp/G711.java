package io.referee.softphone.rtp;

/// The two companding laws of ITU-T G.711, 8000 samples of one octet each second. Conversions are
/// table look-ups for decoding and a few shifts for encoding. *Immutable; any thread.*
public enum G711 {
    /// μ-law, RTP payload type 0 (RFC 3551 §4.5.14).
    PCMU(0) {
        @Override
        public byte encode(short sample) {
            int magnitude = Math.min(Math.abs((int) sample), MU_CLIP) + MU_BIAS;
            int segment = segment(magnitude);
            int sign = sample < 0 ? 0x80 : 0;
            return (byte) ~(sign | segment << 4 | magnitude >> segment + 3 & 0x0f);
        }

        @Override
        short expand(int octet) {
            int inverted = ~octet;
            int segment = inverted >> 4 & 7;
            int magnitude = (((inverted & 0x0f) << 3) + MU_BIAS << segment) - MU_BIAS;
            return (short) ((inverted & 0x80) == 0 ? magnitude : -magnitude);
        }
    },
    /// A-law, RTP payload type 8.
    PCMA(8) {
        @Override
        public byte encode(short sample) {
            int magnitude = sample >= 0 ? sample : ~sample;
            int segment = magnitude < 256 ? 0 : segment(magnitude);
            int step = segment == 0 ? magnitude >> 4 : magnitude >> segment + 3;
            int sign = sample >= 0 ? 0x80 : 0;
            return (byte) ((sign | segment << 4 | step & 0x0f) ^ EVEN_BITS);
        }

        @Override
        short expand(int octet) {
            int plain = octet ^ EVEN_BITS;
            int segment = plain >> 4 & 7;
            int step = (plain & 0x0f) << 4;
            int magnitude = segment == 0 ? step + 8 : step + 0x108 << segment - 1;
            return (short) ((plain & 0x80) == 0 ? -magnitude : magnitude);
        }
    };

    /// Samples per second.
    public static final int RATE = 8_000;

    private static final int MU_BIAS = 0x84;
    private static final int MU_CLIP = 32_635;
    private static final int EVEN_BITS = 0x55;
    private static final int LOWEST_SEGMENT_BIT = 7;

    private final int payloadType;
    private final short[] decoded = new short[256];

    G711(int payloadType) {
        this.payloadType = payloadType;
        for (int octet = 0; octet < decoded.length; octet++) {
            decoded[octet] = expand(octet);
        }
    }

    /// The number in the RTP header and in `m=`.
    public int payloadType() {
        return payloadType;
    }

    /// One sample as one octet; the loudest samples are clipped.
    public abstract byte encode(short sample);

    /// One octet as one sample.
    public short decode(byte octet) {
        return decoded[octet & 0xff];
    }

    abstract short expand(int octet);

    /// Which of the eight segments a biased magnitude falls into: the place of its highest bit.
    private static int segment(int magnitude) {
        return 31 - Integer.numberOfLeadingZeros(magnitude) - LOWEST_SEGMENT_BIT;
    }

    /// The octets of a whole frame.
    public byte[] encode(short[] frame) {
        byte[] octets = new byte[frame.length];
        for (int i = 0; i < frame.length; i++) {
            octets[i] = encode(frame[i]);
        }
        return octets;
    }

    /// The samples of a whole payload.
    public short[] decode(byte[] octets) {
        short[] frame = new short[octets.length];
        for (int i = 0; i < octets.length; i++) {
            frame[i] = decode(octets[i]);
        }
        return frame;
    }
}
