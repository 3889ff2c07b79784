package io.referee.server.app;

import io.referee.server.app.cli.PhoneOptions;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.rtp.Wav;
import io.referee.softphone.rtp.WavRecorder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What a phone on the command line plays and records, looked at before anybody is called. *One
/// thread.*
final class PhoneFiles implements AutoCloseable {
    private final short @Nullable [] samples;
    private final @Nullable WavRecorder recorder;

    private PhoneFiles(short @Nullable [] samples, @Nullable WavRecorder recorder) {
        this.samples = samples;
        this.recorder = recorder;
    }

    /// Reads what is to be played, and begins the file for what is recorded.
    ///
    /// @throws IOException when one of them is of no use; the message is a sentence
    static PhoneFiles open(PhoneOptions options) throws IOException {
        Path play = options.play();
        Path record = options.record();
        short[] samples = play == null ? null : read(play);
        return new PhoneFiles(samples, record == null ? null : recorder(record));
    }

    private static short[] read(Path file) throws IOException {
        try {
            return Wav.read(file);
        } catch (IOException e) {
            throw new IOException("--play " + reason(file, e), e);
        }
    }

    private static WavRecorder recorder(Path file) throws IOException {
        try {
            return new WavRecorder(file);
        } catch (IOException e) {
            throw new IOException("--record " + reason(file, e), e);
        }
    }

    private static String reason(Path file, IOException e) {
        if (Files.isDirectory(file)) {
            return file + ": it is a directory.";
        }
        return switch (e) {
            case NoSuchFileException _ -> file + ": there is no such file or folder.";
            case AccessDeniedException _ -> file + ": access was refused.";
            default -> e.getMessage() + '.';
        };
    }

    /// Plays and records in this call.
    void use(PhoneCall call) {
        if (samples != null) {
            call.audio().play(Wav.playing(samples));
        }
        if (recorder != null) {
            call.audio().record(recorder);
        }
    }

    @Override
    public void close() throws IOException {
        if (recorder != null) {
            recorder.close();
        }
    }
}
