package io.referee.server.ladders;

import io.referee.ladder.Scene;
import io.referee.ladder.StageFactory;
import io.referee.server.account.Account;
import io.referee.server.account.AliasedDirectory;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferHabits;
import io.referee.server.account.TransferMode;
import io.referee.server.app.Core;
import io.referee.server.cdr.Facts;
import io.referee.server.event.Event;
import io.referee.server.registrar.StoredBinding;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.TransferSettings.CallerId;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.RecoveryRules;
import io.referee.server.virtual.NoBindings;
import io.referee.sip.session.Addressing;
import io.referee.sip.session.SessionTimers;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// Who is there when a ladder begins: accounts, phones, dial plans. Set up once per test, then only
/// read.
///
/// [#usual()] has the phones a, b, c, d of the accounts alice, bob, carol, dave, all registered,
/// all of the owner `aaron`, all without permission to transfer, and the phone g of gina, who has
/// no account.
final class World implements StageFactory<Heard> {
    static final String OWNER = "aaron";

    private static final Duration REGISTERED = Duration.ofDays(1);

    private final Map<String, Phone.Spec> phones = new LinkedHashMap<>();
    private final Map<String, TransferMode> modes = new HashMap<>();
    private final AccountNotes notes = new AccountNotes();
    private final PlanBook plans = new PlanBook();
    private final Map<String, Double> preferences = new HashMap<>();
    private final Map<String, String> instances = new HashMap<>();
    private final Set<String> offline = new HashSet<>();
    private final Map<String, List<String>> clusters = new LinkedHashMap<>();
    private final Set<String> unplugged = new HashSet<>();
    private final Set<String> unreachable = new HashSet<>();
    private final Set<String> forking = new HashSet<>();
    private final Map<String, String> doors = new HashMap<>();
    private final List<Loop> loops = new ArrayList<>();

    private final List<Providers.Spec> providers = new ArrayList<>();

    private record Loop(String account, String to) {}

    private final Set<Visible> visible = EnumSet.noneOf(Visible.class);
    private Transport transport = Transport.UDP;
    private Consumer<Facts.Book> reader = _ -> {};
    private Consumer<List<Event>> listener = _ -> {};
    private UnaryOperator<Core.Settings> settings = UnaryOperator.identity();
    private Consumer<Core> prepared = _ -> {};

    /// What phones show to the ladder only when told to.
    enum Visible {
        /// 100 responses.
        TRYING,
        /// A 401 that they would answer by themselves.
        CHALLENGE
    }

    static World usual() {
        return new World()
                .phone("a", "alice")
                .phone("b", "bob")
                .phone("c", "carol")
                .phone("d", "dave")
                .guest("g", "gina");
    }

    /// Another phone, registered for this account; the account is made when it is new.
    World phone(String name, String account) {
        phones.put(
                name,
                new Phone.Spec(name, phones.size() + 1, account, Names.DOMAIN, password(account)));
        modes.putIfAbsent(account, TransferMode.DENY);
        return this;
    }

    /// A phone of somebody elsewhere.
    World guest(String name, String user) {
        phones.put(name, new Phone.Spec(name, phones.size() + 1, user, "elsewhere.example", ""));
        return this;
    }

    /// A provider of [#OWNER] whose server the phone plays; the login there is `u` with `p`.
    ///
    /// @param change what else is set
    World provider(String name, String phone, UnaryOperator<Provider> change) {
        providers.add(new Providers.Spec(name, phone, change));
        return this;
    }

    /// A phone that registers with this q value; the others do with 1.
    World preferred(String phone, double q) {
        preferences.put(phone, q);
        return this;
    }

    /// A phone that told this `+sip.instance` when it registered, without angle brackets.
    World instance(String phone, String urn) {
        instances.put(phone, '<' + urn + '>');
        return this;
    }

    /// A phone that is not registered.
    World offline(String phone) {
        offline.add(phone);
        return this;
    }

    /// A phone that is registered but gone: whatever is sent to it is lost.
    World unplugged(String phone) {
        unplugged.add(phone);
        return this;
    }

    /// One more binding of this account leads back to the server, to another account.
    World looping(String account, String to) {
        loops.add(new Loop(account, to));
        return this;
    }

    /// A proxy stands in front of this phone's legs and forks: an INVITE from outside of a dialog
    /// comes to all of them at once, and each answers with a To tag of its own.
    World forking(String phone) {
        forking.add(phone);
        return this;
    }

    /// A phone that reaches the server from another one's address, as in an office with one.
    World behind(String phone, String other) {
        doors.put(phone, other);
        return this;
    }

    /// A phone that is registered, but the transport says at once that it cannot be reached.
    World unreachable(String phone) {
        unreachable.add(phone);
        return this;
    }

    /// The account of the first phone is bound to this name, which these phones serve, the first
    /// one first; the others need no binding of their own.
    World cluster(String name, String... servers) {
        clusters.put(name, List.of(servers));
        return this;
    }

    /// What a REFER from phones of this account may do.
    World transfer(String account, TransferMode mode) {
        modes.put(account, mode);
        return this;
    }

    /// An account that pays in advance, and what it has bought.
    World credit(String account, Duration bought) {
        notes.credits.put(account, bought);
        return this;
    }

    /// What else is special about accounts.
    World noted(Consumer<AccountNotes> writing) {
        writing.accept(notes);
        return this;
    }

    /// An account with something special in transfers.
    World habits(String account, TransferHabits habits) {
        notes.habits.put(account, habits);
        return this;
    }

    /// An account of another owner.
    World owner(String account, String owner) {
        notes.owners.put(account, owner);
        return this;
    }

    /// A phone that has another password than its account.
    World password(String phone, String password) {
        phones.computeIfPresent(
                phone,
                (_, s) -> new Phone.Spec(s.name(), s.number(), s.user(), s.domain(), password));
        return this;
    }

    /// The plan for calls by this account.
    World plan(String account, DialPlan.Rule... rules) {
        return plans(book -> book.out(account, rules));
    }

    /// The plan that transfers run through.
    World transferPlan(DialPlan.Rule... rules) {
        return namedPlan("transfer", rules);
    }

    /// A plan of any name.
    World namedPlan(String name, DialPlan.Rule... rules) {
        return plans(book -> book.named(name, rules));
    }

    /// Plans of both directions and both types.
    World plans(Consumer<PlanBook> writing) {
        writing.accept(plans);
        return this;
    }

    /// `rule("exact", "200", "bob")`, `rule("prefix", "9", "carol")`.
    static DialPlan.Rule rule(String match, String pattern, String account) {
        return new DialPlan.Rule("out", match, pattern, "dial", account);
    }

    /// The same world with streams instead of datagrams.
    World overTcp() {
        World copy = new World();
        copy.phones.putAll(phones);
        copy.modes.putAll(modes);
        copy.notes.putAll(notes);
        copy.plans.addAll(plans);
        copy.preferences.putAll(preferences);
        copy.instances.putAll(instances);
        copy.offline.addAll(offline);
        copy.clusters.putAll(clusters);
        copy.unplugged.addAll(unplugged);
        copy.unreachable.addAll(unreachable);
        copy.forking.addAll(forking);
        copy.doors.putAll(doors);
        copy.loops.addAll(loops);
        copy.providers.addAll(providers);
        copy.visible.addAll(visible);
        copy.settings = settings;
        copy.prepared = prepared;
        copy.reader = reader;
        copy.listener = listener;
        copy.transport = Transport.TCP;
        return copy;
    }

    World showing(Visible what) {
        visible.add(what);
        return this;
    }

    /// Other settings than usual; without this, peers are never probed.
    World settings(UnaryOperator<Core.Settings> change) {
        UnaryOperator<Core.Settings> before = settings;
        settings = s -> change.apply(before.apply(s));
        return this;
    }

    /// With these rules for the media of transfers.
    World media(MediaRules rules) {
        return settings(s -> s.transfer(s.transfer().media(rules)));
    }

    /// What is done to each server before anything comes in.
    World prepared(Consumer<Core> change) {
        prepared = change;
        return this;
    }

    /// Calls may ring this long.
    World ringLimit(Duration limit) {
        return settings(s -> timed(s, s.probeInterval(), limit));
    }

    private static Core.Settings timed(Core.Settings s, Duration probing, Duration ringing) {
        return new Core.Settings(
                s.product(), probing, ringing, s.timing(), s.transfer(), s.timers(), s.identity());
    }

    /// Sessions last this long without a refresh, and may last as short as that.
    World timers(Duration expires, Duration minimum) {
        return settings(s -> s.timers(new SessionTimers(expires, minimum)));
    }

    /// What looks at the events when all is over; throws when they are wrong.
    World events(Consumer<List<Event>> check) {
        listener = check;
        return this;
    }

    /// What looks at the records when all is over; throws when they are wrong.
    World records(Consumer<Facts.Book> check) {
        reader = check;
        return this;
    }

    /// What may be switched on for transfers that fail or lead astray.
    enum Recovering {
        ABORT_ON_UNHOLD,
        TO_SELF,
        SIPS_DOWNGRADE,
        AS_TRANSFEROR
    }

    /// Other rules for transfers that fail, or lead astray.
    World recovery(String policy, Recovering... on) {
        Set<Recovering> which = Set.of(on);
        RecoveryRules rules =
                new RecoveryRules(
                        OnFail.parse(policy).orElseThrow(),
                        which.contains(Recovering.ABORT_ON_UNHOLD),
                        which.contains(Recovering.TO_SELF),
                        which.contains(Recovering.SIPS_DOWNGRADE),
                        which.contains(Recovering.AS_TRANSFEROR)
                                ? CallerId.TRANSFEROR
                                : CallerId.TRANSFEREE,
                        RecoveryRules.STANDARD.cutGrace());
        return settings(s -> s.transfer(s.transfer().recovery(rules)));
    }

    /// Peers are asked this often whether they still live.
    World probing(Duration interval) {
        return settings(s -> timed(s, interval, s.ringLimit()));
    }

    static String password(String account) {
        return account + "'s secret";
    }

    // ---- one run

    @Override
    public SipStage open(Scene<Heard> scene) {
        Watch watch = new Watch();
        Wire wire = new Wire(scene, transport, watch, unreachable, doors);
        Diary diary = new Diary(reader, listener);
        VirtualWorld outside = new VirtualWorld(scene.time(), Wire.SERVER, wire::fromServer, 0);
        AtomicReference<DirectorySnapshot> directory = new AtomicReference<>();
        KeptCalls kept = new KeptCalls();
        Map<String, Phone> stagePhones = new HashMap<>();
        for (Phone.Spec spec : phones.values()) {
            Phone phone = new Phone(spec, wire, visible);
            if (unplugged.contains(spec.name())) {
                phone.unplug();
            }
            if (forking.contains(spec.name())) {
                phone.fork();
            }
            stagePhones.put(spec.name(), phone);
        }
        directory.set(directory(stagePhones));
        outside.zone(zone(stagePhones));
        Supplier<Core> process =
                () -> {
                    Core core = core(outside, diary, directory::get, kept);
                    core.plans()
                            .scripts(new WrittenScripts(outside), WrittenScripts::nothingOutside);
                    prepared.accept(core);
                    wire.connect(core);
                    core.registrar().restore(bindings(stagePhones, wire, outside));
                    return core;
                };
        Server server =
                new Server(process.get(), outside, wire, watch, diary)
                        .knowing(directory)
                        .restarting(process, kept);
        server.startProviders();
        return new SipStage(server, stagePhones);
    }

    private Core core(
            VirtualWorld outside, Diary diary, Supplier<Directory> directory, KeptCalls kept) {
        Core.Settings standard = Core.Settings.standard("Referee/test");
        Core.Settings unprobed = timed(standard, Duration.ZERO, standard.ringLimit());
        byte[] secret = "not a secret in ladders, 32 bytes".getBytes(StandardCharsets.US_ASCII);
        return new Core(
                new Core.Surroundings(
                        outside,
                        diary,
                        () -> new AliasedDirectory(directory.get(), Set.of(Names.ALIAS)),
                        new NoBindings(),
                        secret,
                        kept.credits(),
                        kept),
                settings.apply(unprobed));
    }

    private DirectorySnapshot directory(Map<String, Phone> there) {
        DirectorySnapshot.Draft draft =
                DirectorySnapshot.empty(List.of(Names.DOMAIN, Names.SECOND)).draft();
        draft.put(new Owner(OWNER, "", List.of(), notes.rates));
        notes.owners.values().forEach(owner -> draft.put(new Owner(owner, "", List.of())));
        modes.forEach((name, mode) -> draft.put(account(name, mode)));
        plans.of(notes::owner, transport.reliable()).forEach(draft::put);
        new Providers(clusters, transport).of(providers, there).forEach(draft::put);
        return draft.snapshot();
    }

    private Account account(String name, TransferMode mode) {
        return notes.account(name, plans.out(name), plans.in(name), mode);
    }

    private List<StoredBinding> bindings(
            Map<String, Phone> there, Wire wire, VirtualWorld outside) {
        List<StoredBinding> bindings = new ArrayList<>();
        for (Phone.Spec spec : phones.values()) {
            if (!offline.contains(spec.name()) && modes.containsKey(spec.user())) {
                bindings.add(binding(spec, there.get(spec.name()), wire, outside));
            }
        }
        for (Loop loop : loops) {
            bindings.add(looping(loop, wire, outside));
        }
        return bindings;
    }

    private ZoneFile zone(Map<String, Phone> there) {
        ZoneFile zone = new ZoneFile();
        clusters.forEach(
                (name, servers) ->
                        zone.cluster(
                                name,
                                servers.stream().map(one -> there.get(one).host()).toList(),
                                Phone.PORT));
        return zone;
    }

    /// The contact of a phone: its address, or the name of the cluster that it stands for.
    private SipUri contact(Phone phone) {
        for (Map.Entry<String, List<String>> cluster : clusters.entrySet()) {
            if (cluster.getValue().getFirst().equals(phone.name())) {
                SipUri uri = SipUri.of(phone.contact().user(), cluster.getKey(), -1);
                return transport.reliable() ? uri.withParameter("transport", "tcp") : uri;
            }
        }
        return phone.contact();
    }

    private StoredBinding binding(Phone.Spec spec, Phone phone, Wire wire, VirtualWorld outside) {
        SipUri contact = contact(phone);
        boolean named = !contact.host().equals(phone.host());
        return new StoredBinding(
                spec.user() + '@' + spec.domain(),
                contact.text(),
                phone.host() + ':' + Phone.PORT,
                transport.text(),
                (named ? Addressing.hop(contact) : wire.hop(phone)).toString(),
                "register-" + spec.name(),
                1,
                preferences.getOrDefault(spec.name(), 1.0),
                instances.getOrDefault(spec.name(), ""),
                0,
                "",
                0,
                outside.now().plus(REGISTERED));
    }

    private StoredBinding looping(Loop loop, Wire wire, VirtualWorld outside) {
        return new StoredBinding(
                loop.account() + '@' + Names.DOMAIN,
                "sip:" + loop.to() + '@' + Names.DOMAIN,
                Wire.SERVER.host() + ':' + Wire.SERVER.port(),
                transport.text(),
                wire.serverHop().toString(),
                "register-" + loop.account() + '-' + loop.to(),
                1,
                1,
                "",
                0,
                "",
                0,
                outside.now().plus(REGISTERED));
    }
}
