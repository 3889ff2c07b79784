package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// An engine on loopback that keeps what it is told.
final class Node implements Inbound, AutoCloseable {
    static final long SECONDS = 60;

    final Engine engine;
    final BlockingQueue<Seen> received = new LinkedBlockingQueue<>();
    final BlockingQueue<Malformed> malformed = new LinkedBlockingQueue<>();
    final BlockingQueue<Seen> failed = new LinkedBlockingQueue<>();
    final BlockingQueue<Hop> closed = new LinkedBlockingQueue<>();

    /// Where a connection ended, or could not be made: with TLS 1.3 either may be told of a peer
    /// that does not like our certificate, because it looks at it when we are through already.
    final BlockingQueue<Hop> gone = new LinkedBlockingQueue<>();

    final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    private final BiConsumer<Engine, Seen> also;

    record Seen(SipMessage message, Hop hop) {}

    private Node(Engine engine, BiConsumer<Engine, Seen> also) {
        this.engine = engine;
        this.also = also;
    }

    static Node of(EngineSettings settings) throws BindFailed {
        return started(new Engine(settings), (e, seen) -> {});
    }

    static Node loopback() throws BindFailed {
        return of(EngineSettings.loopback());
    }

    static Node bounded(Limits limits) throws BindFailed {
        return of(EngineSettings.loopback().withLimits(limits));
    }

    /// Sends each message back to where it came from.
    static Node echo() throws BindFailed {
        return doing((engine, seen) -> engine.transmit(seen.message, seen.hop));
    }

    static Node doing(BiConsumer<Engine, Seen> also) throws BindFailed {
        return doing(EngineSettings.loopback(), also);
    }

    static Node doing(EngineSettings settings, BiConsumer<Engine, Seen> also) throws BindFailed {
        return started(new Engine(settings), also);
    }

    static Node resolving(Limits limits, NameSource source) throws BindFailed {
        EngineSettings settings = EngineSettings.loopback().withLimits(limits);
        return started(new Engine(settings, InstantSource.system(), source), (e, s) -> {});
    }

    static Node asking(Dns dns) throws BindFailed {
        Engine engine = new Engine(EngineSettings.loopback());
        engine.dns(dns);
        return started(engine, (e, s) -> {});
    }

    private static Node started(Engine engine, BiConsumer<Engine, Seen> also) throws BindFailed {
        Node node = new Node(engine, also);
        engine.deliverTo(node);
        engine.uncaught(node.uncaught::add);
        engine.start();
        return node;
    }

    InetSocketAddress udp() {
        return engine.udpAddress().orElseThrow();
    }

    InetSocketAddress tcp() {
        return engine.tcpAddress().orElseThrow();
    }

    void send(SipMessage message, Hop hop) {
        assertThat(engine.post(() -> engine.transmit(message, hop))).isTrue();
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T one = queue.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(one).as("nothing came within %d s", SECONDS).isNotNull();
        return one;
    }

    @Override
    public void received(SipMessage message, Hop from) {
        Seen seen = new Seen(message, from);
        received.add(seen);
        also.accept(engine, seen);
    }

    @Override
    public void malformed(Malformed trouble, Hop from) {
        malformed.add(trouble);
    }

    @Override
    public void failed(SipMessage message, Hop hop) {
        failed.add(new Seen(message, hop));
        gone.add(hop);
    }

    @Override
    public void connectionClosed(Hop hop) {
        closed.add(hop);
        gone.add(hop);
    }

    @Override
    public void close() {
        engine.close();
        assertThat(engine.liveThreads()).as("threads left").isZero();
    }
}
