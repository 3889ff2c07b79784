package io.referee.softphone.rtp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/// Writes received audio into a WAV file. Its header is right once the recorder is closed. *Any
/// thread.*
public final class WavRecorder implements AutoCloseable {
    private final Path file;
    private final OutputStream out;
    private final ReentrantLock lock = new ReentrantLock();
    private int dataOctets;
    private boolean closed;

    /// Starts a new file in place of an old one.
    ///
    /// @throws IOException when it cannot be written
    public WavRecorder(Path file) throws IOException {
        this.file = file;
        out = new java.io.BufferedOutputStream(Files.newOutputStream(file));
        out.write(Wav.header(0));
    }

    /// Appends samples; after [#close], or beyond the size that [Wav] reads, they are dropped.
    ///
    /// @throws IOException when the disk does not take them
    public void write(short[] samples) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        octets.asShortBuffer().put(samples);
        lock.lock();
        try {
            if (!closed && dataOctets + octets.capacity() < Wav.MAX_OCTETS - 64) {
                out.write(octets.array());
                dataOctets += octets.capacity();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Completes the file. A second call does nothing.
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                out.close();
                try (RandomAccessFile finished = new RandomAccessFile(file.toFile(), "rw")) {
                    finished.write(Wav.header(dataOctets));
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
