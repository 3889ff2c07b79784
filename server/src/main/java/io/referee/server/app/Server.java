package io.referee.server.app;

import io.referee.net.BindFailed;
import io.referee.net.Dns;
import io.referee.net.Engine;
import io.referee.net.SteadyClock;
import io.referee.server.account.AliasedDirectory;
import io.referee.server.account.Change;
import io.referee.server.account.Directory;
import io.referee.server.api.Api;
import io.referee.server.api.ApiServices;
import io.referee.server.api.ApiSettings;
import io.referee.server.api.ApiSettings.CallManagerAccess;
import io.referee.server.api.EngineDoor;
import io.referee.server.api.ListenFailed;
import io.referee.server.api.PlanServices;
import io.referee.server.api.SipRoute;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.Security;
import io.referee.server.app.world.ScriptWorld;
import io.referee.server.app.world.TraceMail;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.cdr.RecordStore;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.server.event.AuditKeeper;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Event;
import io.referee.server.event.EventStream;
import io.referee.server.event.TraceBook;
import io.referee.server.provider.Registrations;
import io.referee.server.store.Store;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The server of this process: store, engine, core and HTTP, wired by hand. *Any thread* may start
/// and close it.
public final class Server implements AutoCloseable {
    /// How long the trace of a call that is over waits for the answers to its last requests.
    private static final Duration LAST_MESSAGES = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final long ENGINE_SECONDS = 5;

    /// How long providers may take to hear that we go.
    private static final long PROVIDER_SECONDS = 1;

    /// What a transaction keeps for 32 s, with its messages, session and leg.
    private static final long OCTETS_OF_A_TRANSACTION = 16 * 1024;

    private static final long FEWEST_TRANSACTIONS = 5_000;
    private static final long MOST_TRANSACTIONS = 1_000_000;

    /// Accounts of an apply file that the engine is told of at once: it has calls, too.
    private static final int PORTION = 1_000;

    private final Store store;
    private final SteadyClock clock;
    private final StoredDirectory directory;
    private final EventStream events;
    private final TraceBook traces = new TraceBook();
    private final Engine engine;
    private final Core core;
    private final Api api;
    private final RecordKeeper records;
    private final RubyWorkers ruby;
    private final RubyPlans rubyPlans;
    private final CommonScript commonScript;
    private final ScriptWorld world;
    private Duration drain = Duration.ZERO;
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean announced;
    private volatile boolean running;
    private InetSocketAddress http = InetSocketAddress.createUnresolved("off", 0);

    private Server(Store store, Configuration configuration, SteadyClock clock) throws BindFailed {
        this.store = store;
        this.clock = clock;
        this.events = new EventStream(store.sequences());
        this.engine = new Engine(Wiring.engine(configuration), clock);
        this.ruby = new RubyWorkers(configuration.dialPlans());
        this.commonScript =
                new CommonScript(
                        configuration.dialPlans().commonScript(), text -> ruby.get().check(text));
        this.rubyPlans = new RubyPlans(ruby, events, engine::post);
        this.directory =
                new StoredDirectory(
                        store.directory(),
                        configuration.domains(),
                        this::changed,
                        text -> ruby.get().check(text),
                        store.planVersions());
        this.core =
                new Core(
                        new Core.Surroundings(
                                engine,
                                events,
                                people(configuration),
                                store.bindings(),
                                store.secret("sip"),
                                store.credits(),
                                Revived.store(store, configuration)),
                        Core.Settings.standard(Version.PRODUCT)
                                .identity(Wiring.identity(configuration.identity()))
                                .transfer(configuration.transfer())
                                .t1(configuration.sip().t1())
                                .timers(Wiring.timers(configuration.sip().sessions())),
                        Protection.of(configuration, engine));
        this.world = world(configuration);
        this.api = new Api(settings(configuration), services(configuration), sip(configuration));
        this.records = new RecordKeeper(store.records());
        events.attach(records);
        core.switchboard().agent().transactionLimit(transactionLimit());
        core.switchboard()
                .guests()
                .most(
                        configuration
                                .security()
                                .ringing(configuration.dialPlans().access().executions()));
        limit(configuration);
        core.shell(new ProviderShell());
        core.plans().scripts(new EngineScripts(ruby, commonScript, engine::post), world);
        core.plans()
                .settings(
                        new PlanRunner.Settings(
                                configuration.dialPlans().zone(),
                                configuration.dialPlans().access().executions()));
        engine.deliverTo(new Wiring.ToCore(core));
        engine.dns(Dns.system().withServers(configuration.dns()));
        engine.gate(new Protection.Door(core.guard()));
        keepTraces(configuration);
    }

    private void keepTraces(Configuration configuration) {
        events.attach(new AuditKeeper(store.audit()));
        events.attach(traces);
        events.attach(
                new TraceMail(
                        configuration.dialPlans().access().mail(),
                        traces,
                        mailing -> engine.schedule(LAST_MESSAGES, mailing),
                        this::traced));
        if (configuration.trace()) {
            engine.tap(new Wiring.ToLadders(core));
        }
    }

    /// What came of a trace that a plan wanted is told as another step of the plan.
    private void traced(Event asked, String text) {
        if (asked.fact() instanceof DialPlanFact.Traced trace) {
            engine.post(
                    () ->
                            events.publish(
                                    engine.now(),
                                    asked.owner(),
                                    asked.call(),
                                    asked.chain(),
                                    "",
                                    new DialPlanFact.Step(trace.plan(), text)));
        }
    }

    private void limit(Configuration configuration) {
        Security.OfOwner owner = configuration.security().owner();
        core.limits().most(owner.calls(), owner.callsPerDay());
        core.switchboard()
                .agent()
                .reach(Wiring.reach(owner.deniedNetworks(), configuration.identity().trusted()));
        drain = configuration.calls().drain();
    }

    private ScriptWorld world(Configuration configuration) {
        return new ScriptWorld(
                engine::post,
                new ScriptWorld.Surroundings(
                        configuration.dialPlans().access().web(),
                        configuration.dialPlans().access().mail(),
                        Dns.system().withServers(configuration.dns()),
                        store.planValues()));
    }

    /// The directory as phones see it: the addresses of this machine stand for the default domain.
    private Supplier<Directory> people(Configuration configuration) {
        Set<String> aliases = OwnAddresses.of(configuration);
        return () -> new AliasedDirectory(directory.current(), aliases);
    }

    /// As many as a quarter of the heap holds, so that a flood cannot fill it.
    private static int transactionLimit() {
        long room = Runtime.getRuntime().maxMemory() / 4 / OCTETS_OF_A_TRANSACTION;
        return (int) Math.clamp(room, FEWEST_TRANSACTIONS, MOST_TRANSACTIONS);
    }

    private static ApiSettings settings(Configuration configuration) throws BindFailed {
        Configuration.Compat compat = configuration.compat();
        CallManagerAccess access =
                switch (compat.sipsorcery()) {
                    case OFF -> CallManagerAccess.OFF;
                    case KEY -> CallManagerAccess.KEY;
                    case OPEN -> CallManagerAccess.OPEN;
                };
        return new ApiSettings(
                configuration.http().listen().socketAddress(),
                Wiring.https(configuration.http()),
                AdminKey.hash(configuration),
                Version.NUMBER,
                access,
                address -> compat.from().stream().anyMatch(network -> network.contains(address)));
    }

    private ApiServices services(Configuration configuration) {
        Configuration.DialPlans dialPlans = configuration.dialPlans();
        return new ApiServices(
                new Door(engine),
                core.switchboard(),
                core.transfers(),
                core.registrar(),
                core.providers(),
                directory,
                new PlanServices(
                        ruby::standing,
                        ruby,
                        commonScript,
                        dialPlans.zone(),
                        store.planVersions(),
                        new PlanServices.TrialWorld(world::dry, core.plans().desk(), core.plans()),
                        core.callbacks(),
                        world.kept()),
                events,
                traces,
                store.records(),
                store.audit(),
                core.guard(),
                core.credit(),
                clock,
                Measures.of(engine, store, core.guard(), clock),
                new Troubles(store, clock),
                new Backups(store, configuration.data().resolve("backups")));
    }

    private SipRoute sip(Configuration configuration) {
        Configuration.WebSocket offered = configuration.sip().webSocket();
        announced = offered.offer() == Configuration.Offer.WANTED;
        return offered.offer() == Configuration.Offer.OFF
                ? SipRoute.off()
                : new SipRoute(Optional.of(new Browsers(engine)), offered.origins());
    }

    /// Phones of accounts that are gone are forgotten; providers are registered as they are now.
    private void changed(List<Change> changes) {
        api.directoryChanged();
        if (changes.stream().anyMatch(change -> change.entry() == Change.Entry.PROVIDER)) {
            engine.post(() -> core.providers().directoryChanged());
        }
        if (changes.stream().anyMatch(change -> change.entry() == Change.Entry.DIAL_PLAN)) {
            rubyPlans.warmUp(directory.current());
        }
        List<Change> accounts =
                changes.stream()
                        .filter(change -> change.entry() == Change.Entry.ACCOUNT)
                        .filter(change -> change.kind() != Change.Kind.UNCHANGED)
                        .toList();
        for (int at = 0; at < accounts.size(); at += PORTION) {
            List<Change> some = accounts.subList(at, Math.min(at + PORTION, accounts.size()));
            engine.post(() -> some.forEach(this::accountChanged));
        }
    }

    private void accountChanged(Change change) {
        core.transfers().accountChanged(change.name());
        if (change.kind() == Change.Kind.REMOVED) {
            core.registrar().accountRemoved(change.name());
            core.credit().accountRemoved(change.name());
        }
    }

    /// What the registration agent needs done.
    private final class ProviderShell implements Registrations.Shell {
        /// The store is never waited for by the engine.
        @Override
        public void disable(String owner, String provider, String reason) {
            LOG.warn("The provider {} of {} is switched off: {}.", provider, owner, reason);
            Thread.startVirtualThread(() -> directory.disableProvider(owner, provider, reason));
        }

        @Override
        public void untaken(String owner, String provider, String why) {
            LOG.warn("Nobody takes a call of the provider {} of {}: {}.", provider, owner, why);
        }

        @Override
        public void keepAlive(Hop hop) {
            engine.keepAlive(hop);
        }
    }

    /// Questions to the engine, waited for on the thread that asks.
    private record Door(Engine engine) implements EngineDoor {
        @Override
        public <T> T ask(Supplier<T> question) {
            try {
                return engine.ask(question).get(ENGINE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Busy("The question was interrupted.");
            } catch (TimeoutException e) {
                throw new Busy("The engine did not answer within " + ENGINE_SECONDS + " s.");
            } catch (ExecutionException e) {
                if (e.getCause() instanceof java.util.concurrent.RejectedExecutionException) {
                    throw new Busy("The engine has too much to do.");
                }
                throw new IllegalStateException("The engine failed at a question", e.getCause());
            }
        }
    }

    /// Starts all of it, with the apply files in their order.
    ///
    /// @throws BindFailed a SIP port or a file of TLS cannot be had, in one sentence
    /// @throws ListenFailed the HTTP port cannot be had, in one sentence
    public static Server start(Configuration configuration, List<Path> applyFiles)
            throws BindFailed, ListenFailed {
        SteadyClock clock = SteadyClock.system();
        Store store =
                Store.open(
                        configuration.database(),
                        configuration.data(),
                        clock,
                        configuration.calls().pause());
        Server server = null;
        try {
            server = new Server(store, configuration, clock);
            server.open(applyFiles);
            return server;
        } catch (RuntimeException | BindFailed | ListenFailed e) {
            closeQuietly(server, store);
            throw e;
        }
    }

    private static void closeQuietly(
            @org.jspecify.annotations.Nullable Server server, Store store) {
        if (server == null) {
            store.close();
        } else {
            server.close();
        }
    }

    private void open(List<Path> applyFiles) throws BindFailed, ListenFailed {
        for (Path file : applyFiles) {
            directory.applyFile(file).warnings().forEach(LOG::warn);
        }
        Revived.limits(store, core);
        core.registrar().knocker(engine::knock);
        Revived.calls(store, core, new Revived.Readers(records, traces), directory::current);
        engine.start();
        var kept = store.bindings().loadAll();
        engine.ask(
                        () -> {
                            core.registrar().restore(kept);
                            core.providers().start();
                            return core.registrar().size();
                        })
                .join();
        running = true;
        commonScript.watch();
        http = api.start();
        rubyPlans.check(directory.current());
        if (store.endedByRestart() > 0) {
            LOG.warn(
                    "{} records were open when the last run ended; they are closed",
                    store.endedByRestart());
        }
    }

    /// `READY sip=udp:127.0.0.1:5060,tcp:127.0.0.1:5060 http=http://127.0.0.1:8080`: the sockets
    /// really bound. WebSocket, which is at the HTTP address, is named when the settings name it; `
    /// https=https://127.0.0.1:8443` follows when that is on.
    public String ready() {
        List<String> sip = new ArrayList<>();
        engine.served().forEach(one -> sip.add(one.toString()));
        if (announced) {
            sip.add("ws:" + text(http));
        }
        String https = httpsUrl().map(url -> " https=" + url).orElse("");
        return "READY sip=" + String.join(",", sip) + " http=" + httpUrl() + https;
    }

    /// Where the API is.
    public String httpUrl() {
        return "http://" + text(http);
    }

    /// Where the API is under TLS, if it is.
    public Optional<String> httpsUrl() {
        return api.https().map(at -> "https://" + text(at));
    }

    /// The bound UDP address.
    ///
    /// @throws NullPointerException when UDP is off
    public InetSocketAddress udp() {
        return Objects.requireNonNull(engine.udpAddress().orElse(null), "UDP is off");
    }

    private static String text(InetSocketAddress at) {
        return Hosts.text(at) + ':' + at.getPort();
    }

    public EventStream events() {
        return events;
    }

    public TraceBook traces() {
        return traces;
    }

    public RecordStore records() {
        return store.records();
    }

    public StoredDirectory directory() {
        return directory;
    }

    /// Waits until all records that were made so far can be read; false when that took longer than
    /// `limit`.
    public boolean settled(Duration limit) throws InterruptedException {
        return store.settled(limit);
    }

    /// Providers are told that we go, and waited for a little. A server that never ran has told no
    /// provider of itself.
    private void leaveProviders() {
        if (!running) {
            return;
        }
        CountDownLatch left = new CountDownLatch(1);
        if (engine.post(() -> core.providers().close(left::countDown))) {
            try {
                if (!left.await(PROVIDER_SECONDS, TimeUnit.SECONDS)) {
                    LOG.info("Not every provider has confirmed that we are gone.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// What rings has a while to be answered, and providers are told meanwhile that we go.
    private void leave() {
        CountDownLatch left = new CountDownLatch(1);
        boolean asked =
                engine.post(() -> core.leave(running ? drain : Duration.ZERO, left::countDown));
        leaveProviders();
        try {
            if (running && asked && !left.await(drain.toMillis() + 1_000, TimeUnit.MILLISECONDS)) {
                LOG.info("Not all that rings has been told that we go.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes no new calls, saves everything, and lets go of all sockets, within 5 s, or
    /// `calls.drain` and 3 s. Harmless the second time.
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        leave();
        api.close();
        commonScript.close();
        ruby.close();
        world.close();
        engine.post(core::keepAll);
        engine.close();
        events.close();
        store.close();
    }
}
