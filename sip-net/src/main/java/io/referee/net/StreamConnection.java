package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Response;
import io.referee.sip.message.StreamFramer;
import io.referee.sip.transport.Hop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/// One TCP or TLS connection: a virtual thread that reads, and an [Outbox]. *Each method says its
/// thread.*
final class StreamConnection implements Link, Watch.Watched {
    /// Small, because every idle connection has one.
    private static final int CHUNK_OCTETS = 2_048;

    private final Hop hop;
    private final Socket socket;
    private final Shelter shelter;
    private final Shell shell;
    private final Events events;
    private final Outbox outbox;
    private final StreamLimits.Times times;
    private volatile boolean open;
    private volatile List<String> identities = List.of();
    private volatile long deadlineNanos;
    private volatile long lastNanos;

    /// Since when a keep-alive of ours waits for any sign of life.
    private volatile long pingedNanos = Watch.NEVER;

    /// Only who has answered one is expected to answer the next.
    private volatile boolean answersPings;

    /// Engine thread only.
    private Rank rank = Rank.HALF_OPEN;

    /// Reader only.
    private boolean firstCame;

    private boolean midway;

    /// @param hop the peer and the number of this connection
    StreamConnection(Hop hop, Socket socket, Shelter shelter, Shell shell, Events events) {
        this.hop = hop;
        this.socket = socket;
        this.shelter = shelter;
        this.shell = shell;
        this.events = events;
        this.outbox = new Outbox(name("write"), shell, events);
        this.times = shell.limits().streams().times();
        this.lastNanos = System.nanoTime();
    }

    private String name(String end) {
        return "sip-" + hop.connection() + '-' + end;
    }

    @Override
    public Hop hop() {
        return hop;
    }

    @Override
    public InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public boolean wasOpen() {
        return open;
    }

    @Override
    public Rank rank() {
        return rank;
    }

    @Override
    public void rank(Rank next) {
        rank = next;
    }

    @Override
    public long lastNanos() {
        return lastNanos;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public void ping() {
        if (outbox.offer(new Outgoing.Ping())) {
            pingedNanos = System.nanoTime();
        }
    }

    /// Starts with a socket that is connected. *Engine thread.*
    void accepted(Runnable ended) {
        within(times.handshake());
        shell.watch().add(this);
        shell.threads()
                .start(
                        name("in"),
                        () -> {
                            try {
                                converse();
                            } finally {
                                end(ended);
                            }
                        });
    }

    /// Starts with a socket that is to be connected. *Engine thread.*
    ///
    /// @param local by which of our addresses
    void connect(InetAddress local, Runnable ended) {
        firstCame = true; // of ourselves we need no proof
        within(times.connect());
        shell.watch().add(this);
        shell.threads()
                .start(
                        name("out"),
                        () -> {
                            try {
                                if (connected(local)) {
                                    converse();
                                }
                            } finally {
                                end(ended);
                            }
                        });
    }

    @Override
    public long deadlineNanos() {
        long soon = Watch.earlier(deadlineNanos, outbox.deadlineNanos());
        long pinged = pingedNanos;
        return pinged == Watch.NEVER || !answersPings
                ? soon
                : Watch.earlier(soon, pinged + times.pong().toNanos());
    }

    @Override
    public void expire() {
        close();
    }

    /// Closes what is below, because closing TLS says goodbye and may wait for the peer to take it.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is given up either way.
        }
    }

    @Override
    public List<String> identities() {
        return identities;
    }

    @Override
    public void within(Duration limit) {
        deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    private boolean connected(InetAddress local) {
        try {
            if (!local.isAnyLocalAddress()) {
                socket.bind(new InetSocketAddress(local, 0));
            }
            socket.connect(hop.address());
            return true;
        } catch (IOException | IllegalArgumentException e) {
            // Refused, unreachable, too slow: what is queued is reported as failed.
            return false;
        }
    }

    private void converse() {
        try {
            socket.setTcpNoDelay(true);
            within(times.handshake());
            Socket sheltered = shelter.around(socket);
            identities = proved(sheltered);
            within(firstCame ? times.idle() : times.firstMessage());
            open = true;
            outbox.open(new Writing(sheltered, sheltered.getOutputStream()));
            read(sheltered.getInputStream());
        } catch (IOException e) {
            // Reset, expired, no TLS, or closed by us: it ends like any other.
        } catch (InterruptedException e) {
            // The engine closes.
        }
    }

    private static List<String> proved(Socket sheltered) {
        if (sheltered instanceof SSLSocket tls) {
            try {
                Certificate[] shown = tls.getSession().getPeerCertificates();
                return DomainNames.of((X509Certificate) shown[0]).all();
            } catch (SSLPeerUnverifiedException e) {
                // Phones have no certificate, as a rule.
            }
        }
        return List.of();
    }

    private void end(Runnable ended) {
        shell.watch().remove(this);
        close();
        outbox.abandon();
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
            lastNanos = System.nanoTime();
            answersPings |= pingedNanos != Watch.NEVER;
            pingedNanos = Watch.NEVER;
            framer.push(chunk, 0, n);
            Optional<byte[]> message = framer.next();
            while (message.isPresent()) {
                midway = false;
                deliver(Parser.datagram(message.get()));
                message = framer.next();
            }
            for (int pings = framer.takePings(); pings > 0; pings--) {
                outbox.offer(new Outgoing.Pong());
            }
            if (!framer.broken().isEmpty()) {
                deliver(trouble(framer));
                sayFarewell();
                return;
            }
            setDeadline(framer);
        }
    }

    /// The answer to what broke the stream is queued by the engine; it is written before the end.
    private void sayFarewell() throws InterruptedException {
        CountDownLatch handled = new CountDownLatch(1);
        shell.mailbox().put(handled::countDown);
        handled.await();
        outbox.end();
        outbox.await(times.write());
    }

    /// Why the stream cannot be read on. Whoever announced a message that is too large is told so
    /// before the connection is closed (RFC 3261 §21.5.14).
    private static Malformed trouble(StreamFramer framer) {
        Optional<Response> answer =
                framer.tooLarge()
                        .map(Parser::datagram)
                        .flatMap(
                                head ->
                                        head instanceof Malformed m
                                                ? m.answer()
                                                : Optional.empty());
        return answer.isPresent()
                ? new Malformed(
                        513,
                        framer.broken(),
                        answer.map(one -> MessageBuilder.from(one).response(513)))
                : new Malformed(400, framer.broken(), Optional.empty());
    }

    /// What has begun must be finished in time, however its octets are spread; between messages
    /// there is more time.
    private void setDeadline(StreamFramer framer) {
        boolean begun = framer.midway();
        if (begun && !midway) {
            within(times.message());
        } else if (!begun && firstCame) {
            within(times.idle());
        }
        midway = begun;
    }

    private void deliver(Parsed parsed) throws InterruptedException {
        firstCame |= !(parsed instanceof Malformed);
        shell.mailbox().put(() -> events.arrived(parsed, this));
    }

    /// The way out. *The writer's thread.*
    private final class Writing implements Outbox.Sink {
        private final Socket sheltered;
        private final OutputStream out;

        Writing(Socket sheltered, OutputStream out) {
            this.sheltered = sheltered;
            this.out = out;
        }

        @Override
        public void write(byte[] octets) throws IOException {
            out.write(octets);
        }

        @Override
        public void end() throws IOException {
            sheltered.shutdownOutput();
        }

        @Override
        public void close() {
            StreamConnection.this.close();
        }
    }
}
