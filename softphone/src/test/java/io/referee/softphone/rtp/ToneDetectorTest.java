package io.referee.softphone.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Random;

class ToneDetectorTest {
    private static short[] tone(int hertz) {
        short[] samples = new short[ToneDetector.WINDOW];
        new Tone(hertz).fill(samples);
        return samples;
    }

    @Test
    void eachToneIsHeardAsItself() {
        for (int hertz = ToneDetector.LOWEST; hertz <= ToneDetector.HIGHEST; hertz += 10) {
            assertThat(ToneDetector.frequency(tone(hertz))).as("%d Hz", hertz).hasValue(hertz);
        }
    }

    @Test
    void aToneIsHeardThroughG711() {
        for (G711 codec : G711.values()) {
            assertThat(ToneDetector.frequency(codec.decode(codec.encode(tone(500))))).hasValue(500);
        }
    }

    @Test
    void silenceIsNoTone() {
        assertThat(ToneDetector.frequency(new short[ToneDetector.WINDOW])).isEmpty();
    }

    @Test
    void twoPeopleAtOnceAreNoTone() {
        short[] mixed = tone(440);
        short[] other = tone(900);
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] += other[i];
        }
        assertThat(ToneDetector.frequency(mixed)).isEmpty();
    }

    @Test
    void noiseIsNoTone() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        short[] noise = new short[ToneDetector.WINDOW];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (short) (random.nextGaussian() * 4_000);
        }
        assertThat(ToneDetector.frequency(noise)).as("seed %d", seed).isEmpty();
    }
}
