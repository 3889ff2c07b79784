package io.referee.server.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Server-sent events on the body of an answer.
final class StreamFeed extends Feed {
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    /// What is gathered at most before it is sent, in octets, about.
    private static final int ENOUGH = 16 * 1024;

    /// Events that are not sent yet, each whole. *The subscription's thread only.*
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();

    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();

    StreamFeed(OutputStream out, Wording wording) {
        super(wording);
        this.out = out;
    }

    @Override
    void send(EventText event) throws IOException {
        gather("id: " + event.of().seq() + "\ndata: ", event.octets());
    }

    @Override
    void send(long seq, String name, String json) throws IOException {
        String type = "event: " + (name.equals(CUT_OFF) ? "cut-off" : "gap");
        gather(type + "\nid: " + seq + "\ndata: ", json.getBytes(StandardCharsets.UTF_8));
    }

    private void gather(String head, byte[] data) throws IOException {
        gathered.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        gathered.writeBytes(data);
        gathered.writeBytes(END);
        if (gathered.size() >= ENOUGH) {
            flush();
        }
    }

    @Override
    void flush() throws IOException {
        if (gathered.size() > 0) {
            byte[] octets = gathered.toByteArray();
            gathered.reset();
            write(octets);
        }
    }

    @Override
    void cut(long lastSeq) {}

    @Override
    void revoke() {
        close();
    }

    private void write(byte[] octets) throws IOException {
        writing.lock();
        try {
            if (isOver()) {
                throw new IOException("the answer is finished");
            }
            out.write(octets);
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    /// Keeps the answer open, and the connection from falling asleep, until there is nobody to feed
    /// any more.
    void beatUntilOver() {
        try {
            while (!over().await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                write(HEARTBEAT);
            }
        } catch (IOException _) {
            close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            close();
        }
        awaitLastWrite();
    }

    /// The answer must not be finished under a write of the subscription's thread; later ones are
    /// refused.
    private void awaitLastWrite() {
        writing.lock();
        writing.unlock();
    }
}
