package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.Addressing;
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
import java.util.ArrayList;
import java.util.List;
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
    private final Datagrams datagrams;
    private final Streams streams;
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final List<Served> served;
    private final LocalAddresses locals;
    private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
    private long refusalSecond;
    private int refusals;

    /// Who listens.
    record Audience(Inbound inbound, Tap tap, Gate gate, Consumer<Throwable> uncaught) {}

    /// Its place in the engine.
    record Place(Shell shell, Present present, Names names, Selector selector) {}

    Wire(Bound bound, EngineSettings settings, Place place, Audience audience) throws IOException {
        this.shell = place.shell;
        this.present = place.present;
        this.names = place.names;
        this.audience = audience;
        Limits limits = settings.limits();
        this.datagrams = new Datagrams(bound.datagrams(), place.selector, this, limits);
        this.streams = new Streams(shell, this);
        this.served = List.copyOf(bound.served());
        this.locals = new LocalAddresses(served, settings.advertise(), limits.localAddresses());
        for (Bound.Door door : bound.doors()) {
            acceptors.add(new Acceptor(door.socket(), Shelter.None.AT_ALL, shell, streams));
        }
    }

    /// What is bound. *Any thread.*
    List<Served> served() {
        return served;
    }

    int connections() {
        return streams.count();
    }

    Local local(Hop hop) {
        if (hop.transport().peerConnects()) {
            Link link = streams.byNumber(hop.connection());
            if (link != null) {
                return locals.foreign(link.local());
            }
        }
        InetSocketAddress peer = hop.address();
        if (peer.isUnresolved()) {
            InetAddress known = names.remembered(peer.getHostString()).orElse(null);
            peer = known == null ? peer : new InetSocketAddress(known, peer.getPort());
        }
        return locals.towards(hop.transport(), peer, present.nanos());
    }

    void transmit(SipMessage message, Hop hop) {
        if (message instanceof Request request && !Addressing.mayCarry(hop, request.uri())) {
            failed(message, hop);
            return;
        }
        InetSocketAddress peer = hop.address();
        if (!peer.isUnresolved() || streams.byNumber(hop.connection()) != null) {
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

    void resolved(SipMessage message, Hop asked, InetAddress address) {
        route(message, asked.resolved(address), asked);
    }

    private void route(SipMessage message, Hop to, Hop asked) {
        boolean ok =
                to.transport() == Transport.UDP
                        ? datagrams.send(message, to, asked)
                        : byStream(new Outgoing.Whole(message, asked), to);
        if (!ok) {
            failed(message, asked);
        }
    }

    private boolean byStream(Outgoing.Whole whole, Hop to) {
        Link link = streams.find(to);
        if (link == null) {
            link = connect(to);
        }
        if (link == null || !streams.send(link, whole)) {
            return false;
        }
        sent(whole.message(), link.hop());
        return true;
    }

    /// A browser cannot be called, and what is off stays off.
    private @Nullable Link connect(Hop to) {
        if (to.transport() != Transport.TCP) {
            return null;
        }
        for (Served one : served) {
            if (one.transport() == Transport.TCP) {
                return streams.connect(to, one.address().getAddress(), Shelter.None.AT_ALL);
            }
        }
        return null;
    }

    /// Somebody else's connection comes in.
    void attach(AttachedConnection connection) {
        streams.attach(connection);
    }

    AttachedConnection attachment(Carrier carrier) {
        return new AttachedConnection(carrier, shell, this);
    }

    @Override
    public void arrived(Parsed parsed, Link from) {
        if (parsed instanceof SipMessage) {
            streams.prove(from);
        }
        arrived(parsed, from.hop());
    }

    @Override
    public boolean admits(InetAddress source) {
        if (audience.gate.admits(source)) {
            return true;
        }
        shell.counters().dropped.increment();
        return false;
    }

    @Override
    public boolean doubts(InetAddress source) {
        return audience.gate.doubts(source);
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
    public void failed(Outgoing.Whole whole) {
        failed(whole.original(), whole.asked());
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
        shell.threads().start("sip-watch", shell.watch()::run);
        acceptors.forEach(Acceptor::start);
    }

    /// Reads what the selector found.
    void receive() throws IOException {
        datagrams.receive();
    }

    /// Takes note of what the selector found.
    void ready() {
        datagrams.ready();
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
        return !afterwards.isEmpty() || datagrams.readable();
    }

    void stopAccepting() throws IOException {
        for (Acceptor acceptor : acceptors) {
            acceptor.stop();
        }
    }

    void close() throws IOException, InterruptedException {
        names.close();
        datagrams.close();
        streams.finish(PATIENCE);
        shell.threads().end(PATIENCE);
    }
}
