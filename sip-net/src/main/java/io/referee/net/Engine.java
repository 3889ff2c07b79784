package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Inside;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Servers;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The one thread that applies all events, and the sockets, timers and chance that it has to offer.
///
/// Made, given an [Inbound], started, closed; each once. In every turn the engine handles some
/// datagrams, some posted commands and the timers that are due, and sleeps when there is nothing of
/// these. What a handler throws costs its event and is reported; the engine goes on.
///
/// *The methods of [Outside] are for the engine thread only; the others are for any thread.*
public final class Engine implements Outside, AutoCloseable {
    /// How long [#close] waits for the engine thread.
    private static final long CLOSE_MILLIS = 2_000;

    private final EngineSettings settings;
    private final Present present;
    private NameSource nameSource;
    private Dns dns = Dns.system();
    private final Mailbox mailbox;
    private final VirtualThreads threads = new VirtualThreads();
    private final Counters counters = new Counters();
    private final TimerWheel wheel = new TimerWheel(0);
    private final Tokens tokens = new Tokens();
    private final Consumer<Runnable> guarded = this::runGuarded;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.MADE);
    private Inbound inbound = Nobody.AT_ALL;
    private Tap tap = Nobody.AT_ALL;
    private Gate gate = Gate.OPEN;
    private long idleNanos;
    private final Mishaps mishaps = new Mishaps(counters);
    private volatile @Nullable Running running;
    private volatile boolean drained;
    private volatile int timers;
    private volatile int connections;

    private enum Phase {
        MADE,
        STARTED,
        CLOSED
    }

    /// What exists from the start on.
    private record Running(Selector selector, Wire wire, Names names, Thread thread) {}

    /// An engine by the clock of the system, or rather by one that does not jump when that is set.
    public Engine(EngineSettings settings) {
        this(settings, SteadyClock.system());
    }

    /// @param clock asked once for each event; timers do not depend on it
    public Engine(EngineSettings settings, InstantSource clock) {
        this(settings, clock, new DnsSource(Dns.system()));
    }

    Engine(EngineSettings settings, InstantSource clock, NameSource source) {
        this.settings = settings;
        this.present = new Present(clock);
        this.mailbox = new Mailbox(settings.limits().commands(), this::wake);
        this.nameSource = source;
    }

    /// An engine that runs `core`, started. For whoever needs no say in what happens before the
    /// start; the others make an engine, set it up and start it.
    ///
    /// ```java
    /// try (Engine engine = Engine.start(settings, outside -> new UserAgent(outside, own, phone))) {
    ///     Thread.currentThread().join();
    /// }
    /// ```
    ///
    /// @param core makes the deciding code, on the calling thread, before anything comes in; from
    ///   then on it is touched by the engine thread only
    /// @throws BindFailed when an address cannot be had
    public static Engine start(EngineSettings settings, Function<Outside, ? extends Inside> core)
            throws BindFailed {
        Engine engine = new Engine(settings);
        engine.deliverTo(Inbound.to(core.apply(engine)));
        engine.start();
        return engine;
    }

    /// Whom to tell what comes; before the start. Without one, everything that comes is dropped.
    public void deliverTo(Inbound listener) {
        notStarted();
        inbound = listener;
    }

    /// Whom to ask about names, instead of the system's servers; before the start.
    public void dns(Dns others) {
        notStarted();
        dns = others;
        nameSource = new DnsSource(others);
    }

    /// Who sees all messages; before the start.
    public void tap(Tap listener) {
        notStarted();
        tap = listener;
    }

    /// Who is asked before anything is read; before the start. Without one, everything is.
    public void gate(Gate keeper) {
        notStarted();
        gate = keeper;
    }

    /// Who hears what handlers threw, instead of the log; before the start. *Engine thread.*
    public void uncaught(Consumer<Throwable> listener) {
        notStarted();
        mishaps.listener(listener);
    }

    private void notStarted() {
        if (phase.get() != Phase.MADE) {
            throw new IllegalStateException("engine is " + phase.get());
        }
    }

    /// Binds the sockets and starts the thread.
    ///
    /// @throws BindFailed with one sentence when an address cannot be had; nothing is bound then,
    ///   and the start may be tried again
    public void start() throws BindFailed {
        if (!phase.compareAndSet(Phase.MADE, Phase.STARTED)) {
            throw new IllegalStateException("engine is " + phase.get());
        }
        try {
            run(Bound.bind(settings.listeners()));
        } catch (BindFailed e) {
            phase.compareAndSet(Phase.STARTED, Phase.MADE);
            throw e;
        }
    }

    private void run(Bound bound) throws BindFailed {
        try {
            Running now = running(bound);
            running = now;
            now.wire.start();
            now.thread.start();
        } catch (UnusableFile e) {
            bound.close();
            throw new BindFailed(e);
        } catch (IOException e) {
            bound.close();
            throw new UncheckedIOException("the engine's sockets cannot be used", e);
        }
    }

    private Running running(Bound bound) throws IOException, UnusableFile {
        Watch watch = new Watch(settings.limits().streams());
        Shell shell = new Shell(settings.limits(), mailbox, threads, counters, watch);
        Names names =
                new Names(
                        nameSource,
                        new NamesTurn(shell, present, tokens, this, () -> started().wire),
                        settings.limits().names(),
                        Names.reachable(bound.served(), dns.first()));
        Selector selector = Selector.open();
        try {
            Wire wire =
                    new Wire(
                            bound,
                            settings,
                            new Wire.Place(shell, present, names, selector),
                            new Wire.Audience(inbound, tap, gate, mishaps::report));
            return new Running(selector, wire, names, new Thread(this::run, "sip-engine"));
        } catch (UnusableFile e) {
            selector.close();
            throw e;
        }
    }

    private Running started() {
        Running now = running;
        if (now == null) {
            throw new IllegalStateException("engine is " + phase.get());
        }
        return now;
    }

    /// Refuses other threads: what they would break is not seen until much later.
    private Running here() {
        Running now = started();
        if (Thread.currentThread() != now.thread) {
            throw new IllegalStateException(
                    "not the engine thread: " + Thread.currentThread().getName());
        }
        return now;
    }

    /// The core may be built, with its first timers, before the start.
    private void hereOnceStarted() {
        if (running != null) {
            here();
        }
    }

    /// The sockets that are really bound, in the order of the settings.
    public List<Served> served() {
        return started().wire.served();
    }

    /// The first address of a transport that is really bound; empty when it is off.
    public Optional<InetSocketAddress> address(Transport transport) {
        for (Served one : served()) {
            if (one.transport() == transport) {
                return Optional.of(one.address());
            }
        }
        return Optional.empty();
    }

    /// The first UDP address that is really bound; empty when UDP is off.
    public Optional<InetSocketAddress> udpAddress() {
        return address(Transport.UDP);
    }

    /// The first TCP address that is really bound; empty when TCP is off.
    public Optional<InetSocketAddress> tcpAddress() {
        return address(Transport.TCP);
    }

    /// Reads the files of the TLS certificates now, which otherwise happens some seconds after they
    /// have changed. Connections that are open stay. *Any thread.*
    ///
    /// @return false when a file is wrong: then the old certificates stay, and the log says why
    public boolean reloadCertificates() {
        return started().wire.reloadCertificates();
    }

    /// A connection of somebody else's: messages come from it and go to it as from and to one of
    /// our own, and its hop has a number. *Any thread; the engine must be started.*
    ///
    /// @throws RejectedExecutionException when the engine has too much to do or is closed
    public Attachment attach(Carrier carrier) {
        Wire wire = started().wire;
        AttachedConnection connection = wire.attachment(carrier);
        if (!post(() -> wire.attach(connection))) {
            throw new RejectedExecutionException(refusal());
        }
        return connection;
    }

    /// Runs this on the engine thread, after what was posted before by the same thread.
    ///
    /// @return false when the engine has too much to do or is closed; the command will not run then
    public boolean post(Runnable command) {
        if (phase.get() == Phase.CLOSED || !mailbox.offer(command)) {
            counters.dropped.increment();
            return false;
        }
        return true;
    }

    /// Asks something on the engine thread. The engine thread itself may ask, but must not wait.
    ///
    /// @return what `question` returns or throws; a [RejectedExecutionException] when the engine
    ///   has too much to do or is closed
    public <T> CompletableFuture<T> ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!post(() -> answer(question, answer)) || drained) {
            answer.completeExceptionally(new RejectedExecutionException(refusal()));
        }
        return answer;
    }

    private String refusal() {
        return phase.get() == Phase.CLOSED
                ? "engine is closed"
                : "engine has " + settings.limits().commands() + " commands waiting";
    }

    private static <T> void answer(Supplier<T> question, CompletableFuture<T> answer) {
        try {
            answer.complete(question.get());
        } catch (Throwable e) {
            answer.completeExceptionally(e);
        }
    }

    /// What was done so far and what is held now.
    public EngineCounts counts() {
        return new EngineCounts(
                counters.received.sum(),
                counters.sent.sum(),
                counters.malformed.sum(),
                counters.dropped.sum(),
                counters.uncaught.sum(),
                mailbox.size(),
                timers,
                connections);
    }

    /// For how long in all the engine thread has slept because no datagram, command or timer
    /// waited; whatever waits now came after it slept last. *Engine thread only.*
    public long idleNanos() {
        return idleNanos;
    }

    /// Commands that wait, messages of connections among them.
    public int waiting() {
        return mailbox.size();
    }

    @Override
    public Instant now() {
        return present.now();
    }

    @Override
    public long millis() {
        return present.millis();
    }

    @Override
    public void transmit(SipMessage message, Hop hop) {
        here().wire.transmit(message, hop);
    }

    @Override
    public Alarm schedule(Duration after, Runnable alarm) {
        hereOnceStarted();
        return wheel.schedule(present.deadlineMillis(after), alarm);
    }

    @Override
    public void proven(Hop hop) {
        here().wire.proven(hop);
    }

    /// The host of the settings or, when it is found out (`auto`), the bound address or the one by
    /// which the peer is reached. A transport that is off is answered with the other one's address.
    @Override
    public Local localAddress(Hop hop) {
        return here().wire.local(hop);
    }

    @Override
    public String token() {
        hereOnceStarted();
        return tokens.token();
    }

    @Override
    public int random(int bound) {
        hereOnceStarted();
        return tokens.random(bound);
    }

    /// Keeps the flow to a neighbour open (RFC 5626 §3.5): two line ends on a connection that is
    /// open, STUN on UDP. A connection whose peer used to answer and does not any more is closed,
    /// which [Inbound#connectionClosed] tells. *Engine thread only.*
    public void keepAlive(Hop hop) {
        here().wire.keepAlive(hop, tokens.token());
    }

    /// Shows a NAT in front of a phone that is reached by datagrams that its door is in use: two
    /// line ends, from the socket that the phone was heard on, which no phone takes for a message.
    /// Nothing over connections, and nothing to names. *Engine thread only.*
    public void knock(Hop hop) {
        here().wire.knock(hop);
    }

    /// With NAPTR, SRV, A and AAAA records, asked for outside of the engine and remembered.
    @Override
    public void locate(Uri uri, Consumer<Servers> then) {
        here().names.locate(uri, then);
    }

    /// What is remembered of names. *Engine thread only.*
    public List<KnownName> knownNames() {
        return here().names.known();
    }

    private void run() {
        Running now = started();
        while (phase.get() != Phase.CLOSED) {
            try {
                turn(now);
            } catch (Throwable e) {
                mishaps.report(e);
            }
        }
        shutDown(now);
    }

    private void turn(Running now) throws IOException {
        now.wire.receive();
        mailbox.run(settings.limits().commandsPerWake(), guarded);
        present.take();
        wheel.advance(present.millis(), guarded);
        now.wire.runAfterwards(guarded);
        timers = wheel.pending();
        connections = now.wire.connections();
        select(now);
    }

    private void select(Running now) throws IOException {
        Consumer<SelectionKey> ready = key -> now.wire.ready();
        if (now.wire.busy() || !mailbox.sleeps()) {
            now.selector.selectNow(ready);
            return;
        }
        // A handler may have left its thread interrupted: then no select would wait any more.
        Thread.interrupted();
        long next = wheel.next();
        long began = System.nanoTime();
        if (next == TimerWheel.NEVER) {
            now.selector.select(ready);
        } else {
            now.selector.select(ready, present.untilMillis(next));
        }
        idleNanos += System.nanoTime() - began;
        mailbox.awake();
    }

    private void runGuarded(Runnable event) {
        present.take();
        try {
            event.run();
        } catch (Throwable e) {
            mishaps.report(e);
        }
    }

    private void wake() {
        Running now = running;
        if (now != null) {
            now.selector.wakeup();
        }
    }

    private void shutDown(Running now) {
        try {
            now.wire.stopAccepting();
            mailbox.run(mailbox.size(), guarded);
            now.wire.runAfterwards(guarded);
            now.wire.close();
            now.selector.close();
        } catch (IOException e) {
            mishaps.report(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drained = true;
            mailbox.run(Integer.MAX_VALUE, guarded);
        }
    }

    /// Handles what was posted, sends what is queued, closes the sockets and ends the threads: a
    /// second at most. Harmless the second time; on the engine thread it does not wait for the end.
    @Override
    public void close() {
        phase.set(Phase.CLOSED);
        Running now = running;
        if (now == null || Thread.currentThread() == now.thread) {
            return;
        }
        now.selector.wakeup();
        try {
            now.thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Virtual threads that have not ended, for tests.
    int liveThreads() {
        Running now = running;
        return threads.count() + (now != null && now.thread.isAlive() ? 1 : 0);
    }
}
