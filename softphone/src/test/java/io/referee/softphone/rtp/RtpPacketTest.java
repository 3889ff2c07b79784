package io.referee.softphone.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// RTP packets: RFC 3550 §5.1.
class RtpPacketTest {
    private static final byte[] PAYLOAD = {1, 2, 3, 4};

    @Test
    void whatIsWrittenIsReadAgain() {
        byte[] octets = new RtpPacket(8, 65_535, -2, 0x1234_5678, PAYLOAD).octets();

        RtpPacket read = RtpPacket.parse(octets, octets.length).orElseThrow();

        assertThat(read.payloadType()).isEqualTo(8);
        assertThat(read.sequence()).isEqualTo(65_535);
        assertThat(read.timestamp()).isEqualTo(-2);
        assertThat(read.ssrc()).isEqualTo(0x1234_5678);
        assertThat(read.payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void contributorsAnExtensionAndPaddingAreSkipped() {
        byte[] octets = {
            (byte) 0xb1,
            0,
            0,
            1,
            0,
            0,
            0,
            2,
            0,
            0,
            0,
            3, // header: padding, extension, one CSRC
            9,
            9,
            9,
            9, // CSRC
            0,
            0,
            0,
            1,
            8,
            8,
            8,
            8, // extension of one word
            42, // payload
            0,
            0,
            3, // padding
        };

        assertThat(RtpPacket.parse(octets, octets.length).orElseThrow().payload())
                .containsExactly(42);
    }

    @Test
    void nothingThatClaimsMoreThanItHoldsIsRead() {
        byte[] octets = new RtpPacket(0, 1, 1, 1, PAYLOAD).octets();
        for (int first = 0; first < 256; first++) {
            octets[0] = (byte) first;
            for (int length = 0; length < 12; length++) {
                assertThat(RtpPacket.parse(octets, length)).isEmpty();
            }
        }
        octets[0] = (byte) 0x8f;
        assertThat(RtpPacket.parse(octets, octets.length)).isEmpty();
        octets[0] = (byte) 0x90;
        assertThat(RtpPacket.parse(octets, 14)).isEmpty();
    }
}
