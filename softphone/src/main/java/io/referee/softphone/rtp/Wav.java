package io.referee.softphone.rtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// WAV files of 8000 samples a second, mono, 16-bit PCM: what G.711 turns into without resampling.
public final class Wav {
    /// Largest file that is read, in octets: about an hour.
    public static final long MAX_OCTETS = 64L << 20;

    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int FORMAT = 16;

    private Wav() {}

    /// The samples of a file.
    ///
    /// @throws IOException when it cannot be read or is of another kind; the message names the file
    ///   and the fault
    public static short[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_OCTETS) {
            throw new IOException(file + ": larger than " + MAX_OCTETS + " octets");
        }
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (in.limit() < RIFF_HEADER || !tag(in, 0).equals("RIFF") || !tag(in, 8).equals("WAVE")) {
            throw new IOException(file + ": no WAV file");
        }
        ByteBuffer format = chunk(in, "fmt ", file);
        boolean fits =
                format.remaining() >= FORMAT
                        && format.getShort(0) == 1
                        && format.getShort(2) == 1
                        && format.getInt(4) == G711.RATE
                        && format.getShort(14) == 16;
        if (!fits) {
            throw new IOException(file + ": only 8000 Hz, mono, 16-bit PCM is played");
        }
        ByteBuffer data = chunk(in, "data", file);
        short[] samples = new short[data.remaining() / 2];
        data.asShortBuffer().get(samples);
        return samples;
    }

    private static ByteBuffer chunk(ByteBuffer in, String wanted, Path file) throws IOException {
        long at = RIFF_HEADER;
        while (at + CHUNK_HEADER <= in.limit()) {
            int start = (int) at;
            long size = in.getInt(start + 4) & 0xffffffffL;
            if (tag(in, start).equals(wanted)) {
                int length = (int) Math.min(size, in.limit() - start - CHUNK_HEADER);
                return in.slice(start + CHUNK_HEADER, length).order(ByteOrder.LITTLE_ENDIAN);
            }
            at += CHUNK_HEADER + size + (size & 1);
        }
        throw new IOException(file + ": WAV file without a '" + wanted.strip() + "' chunk");
    }

    private static String tag(ByteBuffer in, int at) {
        byte[] tag = new byte[4];
        in.get(at, tag);
        return new String(tag, StandardCharsets.ISO_8859_1);
    }

    /// The first 44 octets of a file with that many octets of samples.
    static byte[] header(int dataOctets) {
        return ByteBuffer.allocate(RIFF_HEADER + CHUNK_HEADER + FORMAT + CHUNK_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(dataOctets + 36)
                .put("WAVEfmt ".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(FORMAT)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(G711.RATE)
                .putInt(G711.RATE * 2)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(dataOctets)
                .array();
    }

    /// Plays samples once, then silence.
    public static AudioSource playing(short[] samples) {
        return new Playback(samples);
    }

    private static final class Playback implements AudioSource {
        private final short[] samples;
        private int at;

        Playback(short[] samples) {
            this.samples = samples;
        }

        @Override
        public void fill(short[] frame) {
            int rest = Math.min(frame.length, samples.length - at);
            System.arraycopy(samples, at, frame, 0, rest);
            Arrays.fill(frame, rest, frame.length, (short) 0);
            at += rest;
        }
    }
}
