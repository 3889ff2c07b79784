package io.referee.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Readers of the owner's events: some read as fast as events come, some so slowly that they are
/// cut off again and again, and come back. *Any thread.*
final class SoakReaders implements AutoCloseable {
    private static final int QUICK = 4;
    private static final int SLOW = 2;
    private static final long SLOW_NANOS = 200_000_000;
    private static final int SLOW_OCTETS = 512;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpRequest request;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong cutOff = new AtomicLong();
    private volatile boolean closed;

    SoakReaders(SoakServer server) {
        this.request =
                HttpRequest.newBuilder(server.events())
                        .header("Authorization", "Bearer " + SoakServer.KEY)
                        .header("Accept", "text/event-stream")
                        .build();
        for (int i = 0; i < QUICK + SLOW; i++) {
            boolean slow = i >= QUICK;
            threads.add(Thread.ofVirtual().start(() -> read(slow)));
        }
    }

    /// Octets that were read.
    long told() {
        return told.get();
    }

    /// How often a reader was cut off and came back.
    long cutOff() {
        return cutOff.get();
    }

    private void read(boolean slow) {
        while (!closed) {
            try (InputStream in =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
                take(in, new byte[slow ? SLOW_OCTETS : 1 << 16], slow);
            } catch (IOException e) {
                LockSupport.parkNanos(SLOW_NANOS); // the server has ended the stream, or itself
            } catch (InterruptedException e) {
                return;
            }
            cutOff.incrementAndGet();
        }
    }

    private void take(InputStream in, byte[] octets, boolean slow) throws IOException {
        for (int n = in.read(octets); n >= 0 && !closed; n = in.read(octets)) {
            told.addAndGet(n);
            if (slow) {
                LockSupport.parkNanos(SLOW_NANOS);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        client.shutdownNow();
    }
}
