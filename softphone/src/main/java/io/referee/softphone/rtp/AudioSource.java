package io.referee.softphone.rtp;

/// Where the audio that a phone sends comes from. *One thread:* the stream that plays it.
@FunctionalInterface
public interface AudioSource {
    /// Nothing but zeros.
    AudioSource SILENCE = frame -> java.util.Arrays.fill(frame, (short) 0);

    /// Fills the whole frame with the next samples (8000 a second, 16 bit).
    void fill(short[] frame);
}
