package io.referee.server.app;

import io.referee.server.account.Account;
import io.referee.server.account.Authenticator;
import io.referee.server.account.Capabilities;
import io.referee.server.account.ChallengeOffer;
import io.referee.server.account.CreditMeter;
import io.referee.server.account.CreditStore;
import io.referee.server.account.Directory;
import io.referee.server.account.TransferMode;
import io.referee.server.account.Verdict;
import io.referee.server.call.CallStore;
import io.referee.server.call.CreditRouter;
import io.referee.server.call.Draining;
import io.referee.server.call.Endpoints;
import io.referee.server.call.GruuRouter;
import io.referee.server.call.KeptCall;
import io.referee.server.call.Legs;
import io.referee.server.call.LimitRouter;
import io.referee.server.call.MessageLog;
import io.referee.server.call.OwnPorts;
import io.referee.server.call.Router;
import io.referee.server.call.SipsRouter;
import io.referee.server.call.Survivors;
import io.referee.server.call.Switchboard;
import io.referee.server.call.TrustDomain;
import io.referee.server.dialplan.OwnersDesk;
import io.referee.server.dialplan.PlanRouter;
import io.referee.server.dialplan.run.Callbacks;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.server.dialplan.run.Plans;
import io.referee.server.dialplan.run.ReferRuns;
import io.referee.server.event.EventSink;
import io.referee.server.guard.Guard;
import io.referee.server.guard.GuardSettings;
import io.referee.server.guard.Load;
import io.referee.server.provider.MessageWaiting;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.server.provider.ProviderDesk;
import io.referee.server.provider.Registrations;
import io.referee.server.registrar.BindingStore;
import io.referee.server.registrar.Registrar;
import io.referee.server.registrar.RegistrarSettings;
import io.referee.server.transfer.CallPlacer;
import io.referee.server.transfer.OutOfDialog;
import io.referee.server.transfer.ReferTrust;
import io.referee.server.transfer.TransferSettings;
import io.referee.server.transfer.Transfers;
import io.referee.server.watch.WatchedLegs;
import io.referee.server.watch.Watchers;
import io.referee.sip.digest.Nonces;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.SessionTimers;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/// The deciding part of the server, put together: everything that the engine thread runs. It knows
/// the world only through [Outside], so tests run it in virtual time. *Engine thread only.*
public final class Core {
    private final Switchboard switchboard;
    private final Transfers transfers;
    private final Registrar registrar;
    private final MessageLog log;
    private final Guard guard;
    private final Watchers watchers;
    private final CreditMeter credit;
    private final Registrations providers;
    private final PlanRunner plans;
    private final LimitRouter limits;
    private final Callbacks callbacks;
    private final Retelling events;
    private final Survivors survivors;
    private Registrations.Shell shell = Registrations.Shell.NONE;

    /// What the core is given.
    ///
    /// @param directory the current snapshot of who exists
    /// @param secret of the digest nonces and temporary GRUUs: the same after a restart
    public record Surroundings(
            Outside outside,
            EventSink events,
            Supplier<Directory> directory,
            BindingStore bindings,
            byte[] secret,
            CreditStore credits,
            CallStore calls) {
        /// That forgets what accounts have used of their credit, and its calls.
        public Surroundings(
                Outside outside,
                EventSink events,
                Supplier<Directory> directory,
                BindingStore bindings,
                byte[] secret) {
            this(
                    outside,
                    events,
                    directory,
                    bindings,
                    secret,
                    CreditStore.forgetful(),
                    CallStore.NONE);
        }
    }

    /// How it behaves.
    ///
    /// @param product for Server and User-Agent
    /// @param probeInterval how often a confirmed leg is asked whether it still lives; zero: never
    /// @param ringLimit how long a call may ring
    /// @param timers how long a confirmed leg lasts without a refresh
    /// @param identity who is believed what
    public record Settings(
            String product,
            Duration probeInterval,
            Duration ringLimit,
            Timing timing,
            TransferSettings transfer,
            SessionTimers timers,
            Identity identity) {

        /// With the session timers that RFC 4028 recommends, and the usual rules of identity.
        public Settings(
                String product,
                Duration probeInterval,
                Duration ringLimit,
                Timing timing,
                TransferSettings transfer) {
            this(
                    product,
                    probeInterval,
                    ringLimit,
                    timing,
                    transfer,
                    SessionTimers.STANDARD,
                    Identity.STANDARD);
        }

        /// With other rules of identity.
        public Settings identity(Identity other) {
            return new Settings(product, probeInterval, ringLimit, timing, transfer, timers, other);
        }

        /// With other rules for transfers.
        public Settings transfer(TransferSettings other) {
            return new Settings(product, probeInterval, ringLimit, timing, other, timers, identity);
        }

        /// With another T1 (RFC 3261 §17.1.1.1).
        public Settings t1(Duration other) {
            Timing rest = new Timing(other, timing.t2(), timing.t4());
            return new Settings(
                    product, probeInterval, ringLimit, rest, transfer, timers, identity);
        }

        /// With other session timers.
        public Settings timers(SessionTimers other) {
            return new Settings(
                    product, probeInterval, ringLimit, timing, transfer, other, identity);
        }

        public static Settings standard(String product) {
            return new Settings(
                    product,
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(180),
                    Timing.STANDARD,
                    TransferSettings.STANDARD);
        }
    }

    /// Who is believed what.
    ///
    /// @param trust neighbours whose word about callers counts
    /// @param offer how accounts prove themselves
    public record Identity(TrustDomain trust, ChallengeOffer offer) {
        /// Nobody's word counts; MD5 or SHA-256.
        public static final Identity STANDARD =
                new Identity(TrustDomain.NOBODY, ChallengeOffer.DEFAULT);
    }

    /// How it is protected.
    ///
    /// @param load how busy the engine is
    public record Protection(GuardSettings settings, Load load) {
        /// No limits.
        public static Protection none() {
            return new Protection(GuardSettings.off(), Load.NONE);
        }
    }

    /// A core without limits.
    public Core(Surroundings around, Settings settings) {
        this(around, settings, Protection.none());
    }

    public Core(Surroundings around, Settings settings, Protection protection) {
        Outside outside = around.outside();
        guard = new Guard(outside, around.events(), protection.settings(), protection.load());
        Authenticator authenticator = authenticator(around, settings);
        registrar =
                new Registrar(
                        new Registrar.Surroundings(
                                outside,
                                around.events(),
                                around.bindings(),
                                around.directory(),
                                around.secret()),
                        authenticator,
                        RegistrarSettings.of(settings.product()));
        events = new Retelling(around.events());
        credit = new CreditMeter(outside, events, around.directory(), around.credits());
        plans = plans(around, settings);
        limits =
                new LimitRouter(
                        new SipsRouter(new GruuRouter(new PlanRouter(plans), registrar::gruu)),
                        outside::now);
        Router router = new CreditRouter(limits, credit);
        WatchedLegs watched = new WatchedLegs(credit);
        survivors = new Survivors(outside, watched, around.calls());
        Legs legs = legs(around, survivors, settings, router);
        ReferTrust trust = new PhoneTrust(authenticator, registrar, guard, around.directory());
        transfers = new Transfers(outside, around.directory(), router, trust, settings.transfer());
        log = new MessageLog(outside, around.events());
        switchboard =
                new Switchboard(
                        legs,
                        around.directory(),
                        new Switchboard.Services(authenticator, registrar, router, transfers, log),
                        sessions(settings),
                        settings.ringLimit());
        limits.placed(switchboard.placed()::ofOwner);
        transfers.at(switchboard, credit);
        survivors.at(switchboard, transfers.aftermath());
        credit.whenExhausted(transfers::exhausted);
        CallPlacer placer = new CallPlacer(transfers, switchboard, around.directory(), router);
        Function<ServerTransaction, Verdict> login =
                asked -> authenticator.verify(asked.request(), asked.hop());
        plans.desk(new OwnersDesk(switchboard, placer, credit));
        callbacks = new Callbacks(plans, router, placer);
        transfers.plans(new ReferRuns(plans));
        transfers.outside(
                new OutOfDialog(
                        transfers,
                        switchboard,
                        placer,
                        trust,
                        domain -> around.directory().get().canonical(domain)),
                placer,
                switchboard);
        watchers = new Watchers(switchboard, around.directory(), watched, login);
        providers = providers(around);
        authenticator.limits(guard.accounts(switchboard.placed()::count));
        guard.sessions(switchboard.agent()::inSession);
        switchboard.agent().admission(guard);
    }

    private Authenticator authenticator(Surroundings around, Settings settings) {
        return new Authenticator(
                around.outside(),
                guard,
                around.directory(),
                new Nonces(around.secret()),
                settings.identity().offer());
    }

    private PlanRunner plans(Surroundings around, Settings settings) {
        Outside outside = around.outside();
        PlanRunner made =
                new PlanRunner(
                        new PlanRunner.Surroundings(
                                outside::now,
                                around.directory(),
                                account ->
                                        registrar.bindings(account.aor()).stream()
                                                .map(binding -> PlanRunner.phone(account, binding))
                                                .toList(),
                                provider ->
                                        new Plans.Way(
                                                SipUri.parse(provider.calls().outboundProxy()),
                                                ProviderAuthorizer.ofCalls(
                                                        provider, outside::token)),
                                aor -> !credit.exhausted(aor),
                                port -> OwnPorts.include(outside, port),
                                settings.transfer().limits().depth()));
        if (settings.transfer().historyInfo()) {
            made.recordHistory();
        }
        return made;
    }

    /// How many calls an owner may place.
    public LimitRouter limits() {
        return limits;
    }

    /// Dial plans at work.
    public PlanRunner plans() {
        return plans;
    }

    private Registrations providers(Surroundings around) {
        MessageWaiting waiting =
                new MessageWaiting(
                        around.outside(),
                        switchboard.agent(),
                        around.directory(),
                        registrar::bindings);
        Registrations made =
                new Registrations(
                        new Registrations.Surroundings(
                                around.outside(),
                                around.events(),
                                around.directory(),
                                around.secret(),
                                new Later()),
                        switchboard.agent(),
                        waiting);
        switchboard.providers(
                new ProviderDesk(made, waiting, around.directory(), around.outside()::token));
        return made;
    }

    private static SessionSettings sessions(Settings settings) {
        return new SessionSettings(
                settings.product(),
                Capabilities.allow(TransferMode.DENY),
                Capabilities.SUPPORTED_IN_CALLS,
                settings.timing(),
                settings.timers());
    }

    private static Legs legs(
            Surroundings around, EventSink events, Settings settings, Router router) {
        Endpoints endpoints = new Endpoints(around.directory());
        Legs legs = new Legs(around.outside(), events, settings.probeInterval(), endpoints);
        TransferSettings transfer = settings.transfer();
        legs.trust(settings.identity().trust());
        legs.introductions(transfer.recovery().introductions());
        legs.patience(transfer.times().reinvite());
        legs.owners(aor -> around.directory().get().account(aor).map(Account::owner).orElse(""));
        legs.longestHold(transfer.media().longestHold());
        legs.networks(
                aor -> around.directory().get().account(aor).map(Account::network).orElse(""));
        legs.music(
                new MusicAccounts(
                        transfer.media().music(),
                        around.directory(),
                        router,
                        transfer.times().music()));
        return legs;
    }

    /// Brings a call back that was kept before a restart; nothing is sent before the next event.
    ///
    /// @param told hears what was known of it before, instead of whoever hears the events
    public void revive(KeptCall call, EventSink told, Supplier<Directory> directory) {
        events.tell(
                told,
                () ->
                        survivors.revive(
                                call,
                                name ->
                                        ProviderAuthorizer.named(
                                                name,
                                                directory.get(),
                                                switchboard.legs().outside()::token)));
    }

    /// The server is about to end: nothing new is taken. What rings, or is being transferred, has
    /// until `limit` to come to something; whatever could not go on afterwards ends in order then.
    ///
    /// @param left runs once behind that
    public void leave(Duration limit, Runnable left) {
        Draining.begin(
                switchboard,
                limit,
                () -> {
                    survivors.leave();
                    left.run();
                });
    }

    /// Has kept how all calls are, and what they have used of credit up to now: the server ends.
    public void keepAll() {
        survivors.keepAll();
        credit.keepAll();
    }

    /// Who has calls kept.
    public Survivors survivors() {
        return survivors;
    }

    /// A message came in.
    public void received(SipMessage message, Hop from) {
        switchboard.agent().received(switchboard.legs().senders().noted(message, from), from);
    }

    /// A message of ours could not be sent.
    public void failed(SipMessage message, Hop hop) {
        switchboard.agent().failed(message, hop);
    }

    /// Connects two whom dial strings name.
    public Callbacks callbacks() {
        return callbacks;
    }

    /// Our registrations at providers.
    public Registrations providers() {
        return providers;
    }

    /// What the registration agent may ask of the shell; nothing without this.
    public void shell(Registrations.Shell next) {
        shell = next;
    }

    /// The shell that is named later.
    private final class Later implements Registrations.Shell {
        @Override
        public void disable(String owner, String provider, String reason) {
            shell.disable(owner, provider, reason);
        }

        @Override
        public void untaken(String owner, String provider, String why) {
            shell.untaken(owner, provider, why);
        }

        @Override
        public void keepAlive(Hop hop) {
            shell.keepAlive(hop);
        }
    }

    /// Who keeps out attackers.
    public Guard guard() {
        return guard;
    }

    public Switchboard switchboard() {
        return switchboard;
    }

    /// Who watches the calls of accounts.
    public Watchers watchers() {
        return watchers;
    }

    public Transfers transfers() {
        return transfers;
    }

    /// What accounts have left that pay in advance.
    public CreditMeter credit() {
        return credit;
    }

    public Registrar registrar() {
        return registrar;
    }

    /// Sees every message for the ladders.
    public MessageLog log() {
        return log;
    }
}
