package io.referee.softphone.rtp;

/// A sine of one frequency without end. *One thread.*
public final class Tone implements AudioSource {
    /// A quarter of full scale: loud enough to be found, far from clipping.
    private static final double AMPLITUDE = 8_192;

    private final double step;
    private double phase;

    /// @param hertz 1 to 3999
    /// @throws IllegalArgumentException when 8000 samples a second cannot carry it
    public Tone(int hertz) {
        if (hertz < 1 || hertz >= G711.RATE / 2) {
            throw new IllegalArgumentException("tone of " + hertz + " Hz");
        }
        step = 2 * Math.PI * hertz / G711.RATE;
    }

    @Override
    public void fill(short[] frame) {
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (short) Math.round(AMPLITUDE * Math.sin(phase));
            phase = (phase + step) % (2 * Math.PI);
        }
    }
}
