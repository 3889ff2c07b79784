package io.referee.server.script.wire;

import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// A channel of frames: four octets of length, the most significant first, then a JSON object in
/// UTF-8. *Reading: one thread; writing: any thread.*
public final class Frames implements AutoCloseable {

    /// The version of the words spoken; both ends say it first and part when it differs.
    public static final int VERSION = 1;

    /// The most octets that a script may have its worker say at once; parent.rb has the same.
    public static final int MOST_SAID = 512 * 1024;

    private static final int BUFFER = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> TABLE = new TypeReference<>() {};

    private final DataInputStream in;
    private final OutputStream out;
    private final int largest;
    private final ReentrantLock writing = new ReentrantLock();

    /// @param largest the most octets of one frame that this end accepts
    public Frames(InputStream in, OutputStream out, int largest) {
        this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
        this.out = out;
        this.largest = largest;
    }

    /// Waits for the next frame; empty when the other end has gone.
    ///
    /// @throws IOException when what came is no frame, or too large; the channel is of no more use
    ///   then
    public Optional<Map<String, Object>> read() throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (java.io.EOFException _) {
            return Optional.empty();
        }
        if (length < 2 || length > largest) {
            throw new IOException("a frame of " + length + " octets, allowed are " + largest);
        }
        try {
            return Optional.of(JSON.readValue(in.readNBytes(length), TABLE));
        } catch (JacksonException e) {
            throw new IOException("a frame that is no JSON object", e);
        }
    }

    /// Sends a frame. What is larger than the other end accepts is the sender's business.
    ///
    /// @throws IOException when the other end has gone
    public void write(Map<String, ?> frame) throws IOException {
        send(JSON.writeValueAsBytes(frame));
    }

    /// Sends what is no larger than [#MOST_SAID].
    ///
    /// @return whether it was sent
    /// @throws IOException when the other end has gone
    public boolean say(Map<String, ?> frame) throws IOException {
        byte[] octets = octets(frame);
        if (octets.length > MOST_SAID) {
            return false;
        }
        send(octets);
        return true;
    }

    /// The octets that a frame would have, without its length.
    public static byte[] octets(Object value) {
        return JSON.writeValueAsBytes(value);
    }

    /// In one piece: the other end would wake up twice for two.
    private void send(byte[] octets) throws IOException {
        byte[] frame =
                ByteBuffer.allocate(Integer.BYTES + octets.length)
                        .putInt(octets.length)
                        .put(octets)
                        .array();
        writing.lock();
        try {
            out.write(frame);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        in.close();
    }
}
