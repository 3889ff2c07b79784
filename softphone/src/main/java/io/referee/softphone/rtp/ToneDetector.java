package io.referee.softphone.rtp;

import java.util.OptionalInt;

/// Finds the one frequency that a piece of audio consists of, by Goertzel's algorithm.
public final class ToneDetector {
    /// Lowest frequency that is looked for, in hertz.
    public static final int LOWEST = 100;

    /// Highest frequency that is looked for, in hertz.
    public static final int HIGHEST = 2_000;

    /// Samples to look at: 100 ms, which tells frequencies 10 Hz apart.
    public static final int WINDOW = G711.RATE / 10;

    private static final int STEP = 10;
    private static final double FAINTEST_MEAN_SQUARE = 100.0 * 100.0;
    private static final double LEAST_SHARE = 0.7;

    private ToneDetector() {}

    /// The frequency in hertz, rounded to 10, when it makes up most of the energy; empty for
    /// silence, speech and mixtures.
    public static OptionalInt frequency(short[] samples) {
        double energy = 0;
        for (short sample : samples) {
            energy += (double) sample * sample;
        }
        if (samples.length == 0 || energy / samples.length < FAINTEST_MEAN_SQUARE) {
            return OptionalInt.empty();
        }
        int best = LOWEST;
        double most = 0;
        for (int hertz = LOWEST; hertz <= HIGHEST; hertz += STEP) {
            double power = power(samples, hertz);
            if (power > most) {
                most = power;
                best = hertz;
            }
        }
        // A pure sine of energy E has the power E * n / 2 at its frequency.
        boolean pure = most / (energy * samples.length / 2) >= LEAST_SHARE;
        return pure ? OptionalInt.of(best) : OptionalInt.empty();
    }

    /// The squared magnitude of one frequency.
    static double power(short[] samples, int hertz) {
        double turn = 2 * Math.cos(2 * Math.PI * hertz / G711.RATE);
        double previous = 0;
        double before = 0;
        for (short sample : samples) {
            double next = sample + turn * previous - before;
            before = previous;
            previous = next;
        }
        return previous * previous + before * before - turn * previous * before;
    }
}
