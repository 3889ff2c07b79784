package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Local;
import io.referee.sip.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;

/// Everything between the core and the sockets: which socket a message takes, who hears of what
/// comes. *Engine thread only*, but for the addresses.
final class Wire implements Events {
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Shell shell;
    private final Present present;
    private final Audience audience;
    private final Names names;
    private final @Nullable UdpSocket udp;
    private final @Nullable Streams tcp;
    private final LocalAddresses udpLocal;
    private final LocalAddresses tcpLocal;
    private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
    private long refusalSecond;
    private int refusals;

    /// Who listens.
    record Audience(Inbound inbound, Tap tap, Consumer<Throwable> uncaught) {}

    /// Its place in the engine.
    record Place(Shell shell, Present present, Names names, Selector selector) {}

    Wire(Bound bound, EngineSettings settings, Place place, Audience audience) throws IOException {
        this.shell = place.shell;
        this.present = place.present;
        this.names = place.names;
        this.audience = audience;
        this.udp =
                bound.udp().isEmpty()
                        ? null
                        : new UdpSocket(bound.udp().get(), place.selector, this, settings.limits());
        this.tcp = bound.tcp().isEmpty() ? null : new Streams(bound.tcp().get(), shell, this);
        InetSocketAddress any = udpAddress().or(this::tcpAddress).orElseThrow();
        this.udpLocal = locals(udpAddress().orElse(any), settings);
        this.tcpLocal = locals(tcpAddress().orElse(any), settings);
    }

    private static LocalAddresses locals(InetSocketAddress bound, EngineSettings settings) {
        return new LocalAddresses(bound, settings.advertise(), settings.limits().localAddresses());
    }

    Optional<InetSocketAddress> udpAddress() {
        return Optional.ofNullable(udp).map(UdpSocket::address);
    }

    Optional<InetSocketAddress> tcpAddress() {
        return Optional.ofNullable(tcp).map(Streams::address);
    }

    int connections() {
        return tcp == null ? 0 : tcp.count();
    }

    Local local(Hop hop) {
        LocalAddresses locals =
                switch (hop.transport()) {
                    case UDP -> udpLocal;
                    case TCP -> tcpLocal;
                };
        InetSocketAddress peer = hop.address();
        if (peer.isUnresolved()) {
            InetAddress known = names.remembered(peer.getHostString()).orElse(null);
            peer = known == null ? peer : new InetSocketAddress(known, peer.getPort());
        }
        return locals.towards(peer, present.nanos());
    }

    void transmit(SipMessage message, Hop hop) {
        InetSocketAddress peer = hop.address();
        if (!peer.isUnresolved() || hop.transport() == Transport.TCP && has(hop)) {
            route(message, hop, hop);
            return;
        }
        InetAddress known = names.remembered(peer.getHostString()).orElse(null);
        if (known == null) {
            names.resolve(message, hop);
        } else {
            resolved(message, hop, known);
        }
    }

    private boolean has(Hop hop) {
        return tcp != null && tcp.has(hop.connection());
    }

    void resolved(SipMessage message, Hop asked, InetAddress address) {
        InetSocketAddress peer = new InetSocketAddress(address, asked.port());
        route(message, new Hop(asked.transport(), peer, asked.connection()), asked);
    }

    private void route(SipMessage message, Hop to, Hop asked) {
        switch (to.transport()) {
            case UDP -> byUdp(message, to, asked);
            case TCP -> byTcp(message, to, asked);
        }
    }

    private void byUdp(SipMessage message, Hop to, Hop asked) {
        if (udp == null) {
            failed(message, asked);
        } else {
            udp.send(message, to, asked);
        }
    }

    private void byTcp(SipMessage message, Hop to, Hop asked) {
        if (tcp == null) {
            failed(message, asked);
        } else {
            tcp.send(message, to, asked);
        }
    }

    @Override
    public void arrived(Parsed parsed, Hop from) {
        present.take();
        try {
            switch (parsed) {
                case SipMessage message -> received(message, from);
                case Malformed malformed -> malformed(malformed, from);
            }
        } catch (Throwable e) {
            audience.uncaught.accept(e);
        }
    }

    private void received(SipMessage message, Hop from) {
        shell.counters().received.increment();
        audience.tap.received(message, from, local(from));
        audience.inbound.received(message, from);
    }

    private void malformed(Malformed malformed, Hop from) {
        shell.counters().malformed.increment();
        if (malformed.answer().isPresent() && mayRefuse()) {
            transmit(malformed.answer().get(), from);
        }
        audience.inbound.malformed(malformed, from);
    }

    /// Answers to rubbish are bounded, because the address that it seems to come from may be a
    /// victim's.
    private boolean mayRefuse() {
        long second = present.nanos() / NANOS_PER_SECOND;
        if (second != refusalSecond) {
            refusalSecond = second;
            refusals = 0;
        }
        if (refusals >= shell.limits().refusalsPerSecond()) {
            shell.counters().dropped.increment();
            return false;
        }
        refusals++;
        return true;
    }

    @Override
    public void sent(SipMessage message, Hop to) {
        shell.counters().sent.increment();
        audience.tap.sent(message, to, local(to));
    }

    @Override
    public void failed(SipMessage message, Hop asked) {
        shell.counters().dropped.increment();
        afterwards.add(() -> audience.inbound.failed(message, asked));
    }

    @Override
    public void closed(Hop hop) {
        afterwards.add(() -> audience.inbound.connectionClosed(hop));
    }

    @Override
    public void refused() {
        shell.counters().dropped.increment();
    }

    void start() {
        if (tcp != null) {
            tcp.start();
        }
    }

    /// Reads what the selector found.
    void receive() throws IOException {
        if (udp != null) {
            udp.receive();
        }
    }

    /// Takes note of what the selector found.
    void ready() {
        if (udp != null) {
            udp.ready();
        }
    }

    /// Tells what went wrong during the events before; not what goes wrong meanwhile, that is for
    /// the next turn.
    void runAfterwards(Consumer<Runnable> runner) {
        for (int left = afterwards.size(); left > 0; left--) {
            runner.accept(afterwards.remove());
        }
    }

    /// Whether there is more to do at once.
    boolean busy() {
        return !afterwards.isEmpty() || udp != null && udp.readable();
    }

    void stopAccepting() throws IOException {
        if (tcp != null) {
            tcp.stopAccepting();
        }
    }

    void close() throws IOException, InterruptedException {
        names.close();
        if (udp != null) {
            udp.close();
        }
        if (tcp != null) {
            tcp.finish(PATIENCE);
        }
        shell.threads().end(PATIENCE);
    }
}
