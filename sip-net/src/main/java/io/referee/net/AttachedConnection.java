package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.transport.Hop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// A connection of somebody else's with a number of ours. *Each method says its thread.*
final class AttachedConnection implements Link, Attachment, Watch.Watched {
    private final Carrier carrier;
    private final Shell shell;
    private final Events events;
    private final Outbox outbox;
    private final StreamLimits.Times times;
    private volatile Hop hop;
    private volatile long deadlineNanos;
    private volatile long lastNanos = System.nanoTime();
    private volatile Runnable ended = () -> {};

    /// Engine thread only.
    private Rank rank = Rank.HALF_OPEN;

    /// Reader only.
    private boolean firstCame;

    AttachedConnection(Carrier carrier, Shell shell, Events events) {
        this.carrier = carrier;
        this.shell = shell;
        this.events = events;
        this.hop = Hop.of(carrier.transport(), carrier.peer());
        this.times = shell.limits().streams().times();
        this.outbox = new Outbox("sip-attached-write", shell, events);
        within(times.firstMessage());
    }

    @Override
    public List<String> identities() {
        return List.of();
    }

    @Override
    public void within(Duration limit) {
        deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    /// It has a number now. *Engine thread.*
    void numbered(long number, Runnable whenEnded) {
        hop = new Hop(hop.transport(), hop.address(), number);
        ended = whenEnded;
        shell.watch().add(this);
        outbox.open(new Writing());
    }

    @Override
    public Hop hop() {
        return hop;
    }

    @Override
    public InetSocketAddress local() {
        return carrier.local();
    }

    @Override
    public boolean wasOpen() {
        return true;
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

    /// Its holder does that.
    @Override
    public void ping() {}

    @Override
    public void close() {
        carrier.close();
    }

    @Override
    public long deadlineNanos() {
        return Watch.earlier(deadlineNanos, outbox.deadlineNanos());
    }

    /// The carrier may never say that it is over: this does.
    @Override
    public void expire() {
        shell.watch().remove(this);
        close();
        shell.threads().start("sip-attached-end", this::closed);
    }

    @Override
    public void received(byte[] octets) throws InterruptedException {
        lastNanos = System.nanoTime();
        if (lineEnds(octets)) {
            outbox.offer(new Outgoing.Pong());
            return;
        }
        Parsed parsed = Parser.datagram(octets);
        firstCame |= !(parsed instanceof Malformed);
        if (firstCame) {
            within(times.attachedIdle());
        }
        shell.mailbox().put(() -> events.arrived(parsed, this));
    }

    /// A keep-alive (RFC 7118 §6, RFC 5626 §3.5.1).
    private static boolean lineEnds(byte[] octets) {
        return octets.length == 4
                && octets[0] == '\r'
                && octets[1] == '\n'
                && octets[2] == '\r'
                && octets[3] == '\n';
    }

    @Override
    public void closed() {
        shell.watch().remove(this);
        outbox.abandon();
        try {
            shell.mailbox().put(() -> ended.run());
        } catch (InterruptedException e) {
            // The engine closes and asks nobody how it ended.
        }
    }

    /// The way out. *The writer's thread.*
    private final class Writing implements Outbox.Sink {
        @Override
        public void write(byte[] octets) throws IOException {
            carrier.send(octets);
        }

        @Override
        public void end() {}

        @Override
        public void close() {
            carrier.close();
        }
    }
}
