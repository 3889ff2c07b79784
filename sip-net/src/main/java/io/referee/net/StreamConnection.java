package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.StreamFramer;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// One TCP connection: a virtual thread that reads, one that writes, and a bounded queue in front
/// of the writer, so that the engine never waits for a peer. *Each method says its thread.*
final class StreamConnection {
    private static final byte[] PONG = {'\r', '\n'};
    private static final int CHUNK_OCTETS = 8_192;

    /// What an entry of the queue costs besides its octets; without it, many tiny ones would slip
    /// under the limit.
    private static final int ENTRY_OCTETS = 64;

    private final Hop hop;
    private final Socket socket;
    private final Shell shell;
    private final Events events;
    private final LinkedTransferQueue<Outgoing> queue = new LinkedTransferQueue<>();
    private final AtomicInteger queuedOctets = new AtomicInteger();
    private volatile boolean open;
    private volatile @Nullable Thread writer;

    /// @param hop the peer and the number of this connection
    StreamConnection(Hop hop, Socket socket, Shell shell, Events events) {
        this.hop = hop;
        this.socket = socket;
        this.shell = shell;
        this.events = events;
    }

    Hop hop() {
        return hop;
    }

    /// Whether it was ever connected.
    boolean wasOpen() {
        return open;
    }

    /// Starts with a socket that is connected. *Engine thread.*
    void accepted(Runnable ended) {
        shell.threads()
                .start(
                        "sip-tcp-" + hop.connection() + "-in",
                        () -> {
                            converse();
                            end(ended);
                        });
    }

    /// Starts with a socket that is to be connected. *Engine thread.*
    void connect(InetAddress local, Runnable ended) {
        shell.threads()
                .start(
                        "sip-tcp-" + hop.connection() + "-out",
                        () -> {
                            if (connected(local)) {
                                converse();
                            }
                            end(ended);
                        });
    }

    /// Queues for the writer; false when too much waits already. *Any thread.*
    boolean offer(Outgoing one) {
        int cost = octets(one).length + ENTRY_OCTETS;
        if (queuedOctets.addAndGet(cost) > shell.limits().unsentOctets()) {
            queuedOctets.addAndGet(-cost);
            return false;
        }
        queue.add(one);
        return true;
    }

    private static byte[] octets(Outgoing one) {
        return switch (one) {
            case Outgoing.Whole whole -> whole.message().encoded();
            case Outgoing.Pong() -> PONG;
            case Outgoing.End() -> new byte[0];
        };
    }

    /// Reports what was never written. *Engine thread, when the connection has ended.*
    void failRest() {
        for (Outgoing one = queue.poll(); one != null; one = queue.poll()) {
            if (one instanceof Outgoing.Whole(var message, var asked)) {
                events.failed(message, asked);
            }
        }
    }

    /// Lets the writer write what is queued and close. *Engine thread, when the engine closes.*
    void finish() {
        if (open) {
            queue.add(new Outgoing.End());
        } else {
            close();
        }
    }

    /// Waits for the writer. *Engine thread, when the engine closes.*
    void awaitWriter(Duration patience) throws InterruptedException {
        Thread thread = writer;
        if (thread != null && patience.isPositive()) {
            thread.join(patience);
        }
    }

    /// *Any thread.*
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is given up either way.
        }
    }

    private boolean connected(InetAddress local) {
        try {
            if (!local.isAnyLocalAddress()) {
                socket.bind(new InetSocketAddress(local, 0));
            }
            socket.connect(hop.address(), millis(shell.limits().connect()));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            // Refused, unreachable, too slow: what is queued is reported as failed.
            return false;
        }
    }

    private static int millis(Duration limit) {
        return (int) Math.min(limit.toMillis(), Integer.MAX_VALUE);
    }

    private void converse() {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis(shell.limits().idle()));
            writer = shell.threads().start("sip-tcp-" + hop.connection() + "-write", this::write);
            open = true;
            read(socket.getInputStream());
        } catch (IOException e) {
            // Reset, idle for too long, or closed by us: it ends like any other.
        } catch (InterruptedException e) {
            // The engine closes.
        }
    }

    private void end(Runnable ended) {
        close();
        Thread thread = writer;
        if (thread != null) {
            thread.interrupt();
        }
        try {
            shell.mailbox().put(ended);
        } catch (InterruptedException e) {
            // The engine closes and asks nobody how it ended.
        }
    }

    private void read(InputStream in) throws IOException, InterruptedException {
        StreamFramer framer = new StreamFramer();
        byte[] chunk = new byte[CHUNK_OCTETS];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            framer.push(chunk, 0, n);
            Optional<byte[]> message = framer.next();
            while (message.isPresent()) {
                deliver(Parser.datagram(message.get()));
                message = framer.next();
            }
            for (int pings = framer.takePings(); pings > 0; pings--) {
                offer(new Outgoing.Pong());
            }
            if (!framer.broken().isEmpty()) {
                deliver(new Malformed(400, framer.broken(), Optional.empty()));
                return;
            }
        }
    }

    private void deliver(Parsed parsed) throws InterruptedException {
        shell.mailbox().put(() -> events.arrived(parsed, hop));
    }

    private void write() {
        try {
            OutputStream out = socket.getOutputStream();
            for (Outgoing one = queue.take(); !(one instanceof Outgoing.End); one = queue.take()) {
                write(out, one);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            // The reader finds the closed socket and reports the end.
        } catch (InterruptedException e) {
            // The reader has ended and has told.
        } finally {
            close();
        }
    }

    private void write(OutputStream out, Outgoing one) throws IOException, InterruptedException {
        byte[] octets = octets(one);
        try {
            out.write(octets);
        } catch (IOException e) {
            if (one instanceof Outgoing.Whole(var message, var asked)) {
                Thread.interrupted();
                shell.mailbox().put(() -> events.failed(message, asked));
            }
            throw e;
        } finally {
            queuedOctets.addAndGet(-octets.length - ENTRY_OCTETS);
        }
    }
}
