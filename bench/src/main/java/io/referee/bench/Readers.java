package io.referee.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Readers of the events of the owner of all accounts, as server-sent events, each on a connection
/// and a virtual thread of its own. *Main thread only.*
final class Readers implements AutoCloseable {
    private final List<One> all = new ArrayList<>();

    /// Connects so many.
    static Readers of(int count, int port) throws IOException {
        Readers readers = new Readers();
        for (int i = 0; i < count; i++) {
            readers.all.add(new One(asking(port, Referee.ADMINISTRATOR)));
        }
        return readers;
    }

    /// A connection on which the events of the owner were asked for.
    static Socket asking(int port, String key) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        String request =
                "GET /api/v1/events?owner=bench HTTP/1.1\r\n"
                        + "Host: 127.0.0.1\r\n"
                        + "Accept: text/event-stream\r\n"
                        + "Authorization: Bearer "
                        + key
                        + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /// One that keeps up.
    private static final class One {
        private final Socket socket;
        private final AtomicLong first = new AtomicLong(-1);
        private final AtomicLong last = new AtomicLong(-1);
        private final AtomicLong missing = new AtomicLong();

        One(Socket socket) {
            this.socket = socket;
            Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.UTF_8))) {
                String status = lines.readLine();
                if (status == null || !status.contains(" 200 ")) {
                    throw new IllegalStateException("no events for a reader: " + status);
                }
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("id: ")) {
                        seen(Long.parseLong(line.substring(4)));
                    }
                }
            } catch (IOException _) {
                // It was closed: what it has seen is what counts.
            }
        }

        private void seen(long seq) {
            if (!first.compareAndSet(-1, seq) && seq != last.get() + 1) {
                missing.addAndGet(Math.max(1, seq - last.get() - 1));
            }
            last.set(seq);
        }
    }

    /// The highest event that any has seen.
    long last() {
        return all.stream().mapToLong(it -> it.last.get()).max().orElse(-1);
    }

    /// Events that a reader did not see between its first and the last of all; all readers
    /// together.
    long missing() {
        long last = last();
        return all.stream()
                .mapToLong(it -> it.missing.get() + (it.last.get() < 0 ? 1 : last - it.last.get()))
                .sum();
    }

    @Override
    public void close() throws IOException {
        for (One it : all) {
            it.socket.close();
        }
    }
}
