package io.referee.softphone.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class G711Test {

    @Test
    void muLawHasTheValuesOfTheStandardsTable() {
        assertThat(G711.PCMU.decode((byte) 0xff)).isZero();
        assertThat(G711.PCMU.decode((byte) 0x80)).isEqualTo((short) 32_124);
        assertThat(G711.PCMU.decode((byte) 0x00)).isEqualTo((short) -32_124);
        assertThat(G711.PCMU.decode((byte) 0xf0)).isEqualTo((short) 120);
        assertThat(G711.PCMU.encode((short) 0)).isEqualTo((byte) 0xff);
    }

    @Test
    void aLawHasTheValuesOfTheStandardsTable() {
        assertThat(G711.PCMA.decode((byte) 0xd5)).isEqualTo((short) 8);
        assertThat(G711.PCMA.decode((byte) 0x55)).isEqualTo((short) -8);
        assertThat(G711.PCMA.decode((byte) 0xaa)).isEqualTo((short) 32_256);
        assertThat(G711.PCMA.decode((byte) 0x2a)).isEqualTo((short) -32_256);
        assertThat(G711.PCMA.encode((short) 0)).isEqualTo((byte) 0xd5);
    }

    @Test
    void everyOctetSurvivesDecodingAndEncoding() {
        for (G711 codec : G711.values()) {
            for (int octet = 0; octet < 256; octet++) {
                short sample = codec.decode((byte) octet);
                short again = codec.decode(codec.encode(sample));
                assertThat(again).as("%s octet %d", codec, octet).isEqualTo(sample);
            }
        }
    }

    @Test
    void everySampleIsMetWithinHalfAStep() {
        for (G711 codec : G711.values()) {
            for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
                int decoded = codec.decode(codec.encode((short) sample));
                int allowed = Math.max(8, Math.abs(sample) / 16);
                assertThat(Math.abs(decoded - sample))
                        .as("%s sample %d", codec, sample)
                        .isLessThanOrEqualTo(Math.max(allowed, Math.abs(sample) - 32_000));
            }
        }
    }
}
