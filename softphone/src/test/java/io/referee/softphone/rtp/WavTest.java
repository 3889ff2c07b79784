package io.referee.softphone.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class WavTest {
    @TempDir Path folder;

    @Test
    void whatIsRecordedCanBePlayed() throws IOException {
        short[] tone = new short[1_000];
        new Tone(700).fill(tone);
        Path file = folder.resolve("a.wav");
        try (WavRecorder recorder = new WavRecorder(file)) {
            recorder.write(tone);
        }

        assertThat(Wav.read(file)).isEqualTo(tone);
    }

    @Test
    void aPlayedFileEndsInSilence() {
        AudioSource source = Wav.playing(new short[] {1, 2, 3});
        short[] frame = {9, 9};

        source.fill(frame);
        source.fill(frame);

        assertThat(frame).containsExactly((short) 3, (short) 0);
    }

    @Test
    void stereoIsRefusedByName() throws IOException {
        byte[] stereo = Wav.header(0);
        stereo[22] = 2;
        Path file = Files.write(folder.resolve("stereo.wav"), stereo);

        assertThatThrownBy(() -> Wav.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("stereo.wav")
                .hasMessageContaining("8000 Hz, mono");
    }

    @Test
    void everyTruncatedFileIsAnErrorAndNoCrash() throws IOException {
        byte[] whole = Wav.header(0);
        for (int length = 0; length < whole.length; length++) {
            Path file =
                    Files.write(folder.resolve("cut.wav"), java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Wav.read(file))
                    .as("%d octets", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatComesAfterTheCloseIsDropped() throws IOException {
        Path file = folder.resolve("b.wav");
        WavRecorder recorder = new WavRecorder(file);
        recorder.close();
        recorder.write(new short[] {1});
        recorder.close();

        assertThat(Wav.read(file)).isEmpty();
    }
}
