package io.referee.server.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// Server-sent events on the body of an answer.
final class StreamFeed extends Feed {
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final ReentrantLock writing = new ReentrantLock();

    StreamFeed(OutputStream out, Wording wording) {
        super(wording);
        this.out = out;
    }

    @Override
    void send(long seq, String name, String json) throws IOException {
        String type =
                name.isEmpty() ? "" : "event: " + (name.equals(CUT_OFF) ? "cut-off" : "gap") + '\n';
        write((type + "id: " + seq + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void cut(long lastSeq) {}

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
