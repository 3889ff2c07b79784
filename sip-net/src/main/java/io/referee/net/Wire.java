package io.referee.net;

import io.referee.sip.header.Via;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.Addressing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
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

    /// How often it is looked whether the files of certificates have changed.
    private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(10);

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Shell shell;
    private final Present present;
    private final Audience audience;
    private final Names names;
    private static final byte[] LINE_ENDS = {'\r', '\n', '\r', '\n'};

    private final StunDesk stun;
    private final Datagrams datagrams;
    private final Streams streams;
    private final List<Acceptor> acceptors = new ArrayList<>();
    private final List<TlsEntrance> entrances = new ArrayList<>();
    private final TlsExit exit;
    private final TcpSwitch tcpSwitch;
    private final List<Served> served;
    private final LocalAddresses locals;
    private final ArrayDeque<Runnable> afterwards = new ArrayDeque<>();
    private long refusalSecond;
    private int refusals;

    /// Who listens.
    record Audience(Inbound inbound, Tap tap, Gate gate, Consumer<Throwable> uncaught) {}

    /// Its place in the engine.
    record Place(Shell shell, Present present, Names names, Selector selector) {}

    Wire(Bound bound, EngineSettings settings, Place place, Audience audience)
            throws IOException, UnusableFile {
        this.shell = place.shell;
        this.present = place.present;
        this.names = place.names;
        this.audience = audience;
        Limits limits = settings.limits();
        this.stun = new StunDesk(limits, present);
        this.datagrams =
                new Datagrams(bound, place.selector, new Datagrams.Place(this, limits, stun));
        this.streams = new Streams(shell, this);
        audience.gate.closer(source -> afterwards.add(() -> streams.cutOff(source)));
        this.served = List.copyOf(bound.served());
        this.locals = new LocalAddresses(served, settings.advertise(), limits.localAddresses());
        this.tcpSwitch = new TcpSwitch(limits);
        this.exit = new TlsExit(settings.tls());
        for (Bound.Door door : bound.doors()) {
            acceptors.add(new Acceptor(door.socket(), shelter(door.listener()), shell, streams));
        }
    }

    private Shelter shelter(Listener listener) throws UnusableFile {
        return switch (listener) {
            case Listener.Tls(var _, TlsServer tls) -> entrance(tls);
            case Listener.Tcp _, Listener.Udp _ -> Shelter.None.AT_ALL;
        };
    }

    private TlsEntrance entrance(TlsServer tls) throws UnusableFile {
        TlsEntrance entrance = new TlsEntrance(tls);
        entrances.add(entrance);
        return entrance;
    }

    /// Reads the certificates again; false when some are wrong and the old ones stay. *Any thread.*
    boolean reloadCertificates() {
        boolean good = exit.reload();
        for (TlsEntrance entrance : entrances) {
            good &= entrance.reload();
        }
        return good;
    }

    /// Looks for new certificates until interrupted. *A virtual thread of its own.*
    private void watchCertificates() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(CERTIFICATE_CHECK);
                entrances.forEach(TlsEntrance::refresh);
                exit.refresh();
            }
        } catch (InterruptedException e) {
            // The engine closes.
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
                        ? byDatagram(message, to, asked)
                        : byStream(new Outgoing.Whole(message, asked), answering(message, to));
        if (!ok) {
            failed(message, asked);
        }
    }

    private boolean byDatagram(SipMessage message, Hop to, Hop asked) {
        if (!(message instanceof Request request) || !serves(Transport.TCP)) {
            return datagrams.send(message, to, asked);
        }
        return switch (tcpSwitch.way(request, to, present.nanos())) {
            case DATAGRAM -> datagrams.send(message, to, asked);
            case NOT_AGAIN -> true;
            case STREAM -> byTcp(request, to, asked);
        };
    }

    private boolean byTcp(Request request, Hop to, Hop asked) {
        Hop tcp = to.over(Transport.TCP);
        Outgoing.Whole whole = tcpSwitch.overTcp(request, to, asked, local(tcp));
        Link link = streams.find(tcp);
        if (link == null) {
            InetAddress from = from(Transport.TCP, tcp);
            link = streams.connect(tcp, from, Shelter.None.AT_ALL);
            link.within(TcpSwitch.PATIENCE);
        }
        if (!streams.send(link, whole)) {
            failed(whole);
            return true;
        }
        sent(whole.message(), link.hop());
        return true;
    }

    /// A response whose connection is gone goes to where its request says that it comes from: the
    /// address it was received from, the port of its Via (RFC 3261 §18.2.2).
    private Hop answering(SipMessage message, Hop to) {
        boolean gone =
                message instanceof Response
                        && to.connection() != 0
                        && streams.byNumber(to.connection()) == null;
        if (!gone) {
            return to;
        }
        Via via = message.via();
        int port = via.port() > 0 ? via.port() : to.transport().defaultPort();
        InetAddress source = to.address().getAddress();
        return Hop.of(to.transport(), new InetSocketAddress(Hosts.named(via.host(), source), port));
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

    /// A browser cannot be called, and TCP that is off stays off; TLS needs no listener.
    private @Nullable Link connect(Hop to) {
        return switch (to.transport()) {
            case UDP, WS, WSS -> null;
            case TCP ->
                    serves(Transport.TCP)
                            ? streams.connect(to, from(Transport.TCP, to), Shelter.None.AT_ALL)
                            : null;
            case TLS -> streams.connect(to, from(Transport.TLS, to), exit.towards(to));
        };
    }

    private boolean serves(Transport transport) {
        for (Served one : served) {
            if (one.transport() == transport) {
                return true;
            }
        }
        return false;
    }

    /// By which of our addresses a connection is made: where the transport listens, so that the
    /// peer sees the address that it knows.
    private InetAddress from(Transport transport, Hop to) {
        InetAddress peer = to.address().getAddress();
        for (Served one : served) {
            if (one.transport() == transport && one.reaches(peer)) {
                return one.address().getAddress();
            }
        }
        return InetAddress.ofLiteral("::");
    }

    /// Keeps the flow to a neighbour open (RFC 5626 §3.5): two line ends on a connection, STUN on
    /// UDP. There is nothing to keep where there is no connection yet.
    void keepAlive(Hop hop, String token) {
        Hop to = hop;
        if (hop.address().isUnresolved()) {
            InetAddress known = names.remembered(hop.name()).orElse(null);
            if (known == null) {
                return;
            }
            to = hop.resolved(known);
        }
        if (to.transport() == Transport.UDP) {
            datagrams.send(stun.ask(to, token), to.address());
            return;
        }
        Link link = streams.find(to);
        if (link != null) {
            link.ping();
        }
    }

    /// Two line ends by datagram, and nothing else.
    void knock(Hop hop) {
        if (hop.transport() == Transport.UDP && !hop.address().isUnresolved()) {
            datagrams.send(LINE_ENDS, hop.address());
        }
    }

    /// Somebody else's connection comes in.
    void attach(AttachedConnection connection) {
        streams.attach(connection);
    }

    /// Who speaks at this hop has proven who he is.
    void proven(Hop hop) {
        streams.authenticated(hop.connection());
    }

    AttachedConnection attachment(Carrier carrier) {
        return new AttachedConnection(carrier, shell, this);
    }

    @Override
    public void arrived(Parsed parsed, Link from) {
        if (from.hop().connection() == 0) {
            return; // it was not let in
        }
        if (parsed instanceof SipMessage) {
            streams.prove(from);
        }
        if (parsed instanceof Request request) {
            streams.alias(from, request.via());
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
            malformed
                    .answerTo(from.host(), from.port())
                    .ifPresent(answer -> transmit(answer, from));
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
        Outgoing.Instead instead = whole.instead();
        if (instead == null) {
            failed(whole.message(), whole.asked());
            return;
        }
        tcpSwitch.failed(instead, present.nanos());
        if (!datagrams.send(instead.request(), instead.to(), whole.asked())) {
            failed(instead.request(), whole.asked());
        }
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
        shell.threads().start("sip-certificates", this::watchCertificates);
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
        datagrams.close();
        streams.finish(PATIENCE);
        shell.threads().end(PATIENCE);
    }
}
