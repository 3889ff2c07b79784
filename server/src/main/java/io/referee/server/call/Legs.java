package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.server.account.Capabilities;
import io.referee.server.account.TransferMode;
import io.referee.server.event.EventSink;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.Authorizer;
import io.referee.sip.session.OutgoingInvite;
import io.referee.sip.session.Session;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// All legs that are alive, and the making of new ones. *Engine thread only.*
public final class Legs {
    private static final byte[] NOTHING = new byte[0];
    private static final int ID_LENGTH = 12;
    private static final int ORDERED_RANDOM_LENGTH = 8;

    private final Outside outside;
    private final EventSink events;
    private final Duration probeInterval;
    private final Endpoints endpoints;
    private final Map<String, Leg> byId = new HashMap<>();
    private final Map<Session, Leg> bySession = new IdentityHashMap<>();

    /// Those that we called, as far as nobody has found them answered or over yet.
    private final Set<Leg> rung = new LinkedHashSet<>();

    private @Nullable UserAgent agent;
    private TrustDomain trust = TrustDomain.NOBODY;
    private Introductions introductions = Introductions.STANDARD;
    private MusicSources music = MusicSources.NONE;
    private Duration longestHold = Duration.ZERO;
    private Duration patience = Duration.ofSeconds(10);
    private final Senders senders = new Senders();
    private final GivenUp givenUp;
    private UnaryOperator<String> owners = account -> "";
    private Consumer<String> changed = call -> {};
    private Consumer<Leg> opened = leg -> {};
    private Consumer<Leg> closed = leg -> {};

    public Legs(Outside outside, EventSink events, Duration probeInterval, Endpoints endpoints) {
        this.outside = outside;
        this.events = events;
        this.probeInterval = probeInterval;
        this.endpoints = endpoints;
        this.givenUp = new GivenUp(outside);
    }

    /// What owners say of who is at the other ends.
    public Endpoints endpoints() {
        return endpoints;
    }

    /// Which calls were given up a moment ago.
    public GivenUp givenUp() {
        return givenUp;
    }

    /// Whose word about identities counts; nobody's unless said here.
    public void trust(TrustDomain next) {
        trust = next;
    }

    /// What those are told of each other whom a transfer connects.
    public void introductions(Introductions next) {
        introductions = next;
    }

    /// Where hold music comes from; without a source, hold is silent.
    public void music(MusicSources next) {
        music = next;
    }

    /// How long two that talk may be on hold; zero: for ever.
    public void longestHold(Duration next) {
        longestHold = next;
    }

    Duration longestHold() {
        return longestHold;
    }

    /// How long a re-INVITE of ours may take that puts a party on hold, takes it back, or asks it
    /// for an offer to music with; 10 s unless said here.
    public void patience(Duration next) {
        patience = next;
    }

    Duration patience() {
        return patience;
    }

    /// Whose accounts are whose: the owner of `name@domain`, empty when there is no such account.
    public void owners(UnaryOperator<String> next) {
        owners = next;
    }

    /// Which accounts have their phones in one network: the same text for all of `name@domain` that
    /// do, empty for one whose network nobody has named.
    public void networks(UnaryOperator<String> next) {
        senders.networks(next);
    }

    /// The owner of the account at the end of a leg; empty without an account.
    String ownerOf(Leg leg) {
        String aor = leg.identity().account();
        return aor.isEmpty() ? "" : owners.apply(aor);
    }

    /// Who notes where messages come from.
    public Senders senders() {
        return senders;
    }

    MusicSources music() {
        return music;
    }

    /// Whose word about identities counts.
    public TrustDomain trust() {
        return trust;
    }

    void agent(UserAgent next) {
        agent = next;
    }

    /// Who is told of each leg when it begins and when it is over.
    void watch(Consumer<Leg> whenOpened, Consumer<Leg> whenClosed) {
        opened = whenOpened.andThen(senders::opened);
        closed = whenClosed.andThen(senders::closed);
    }

    /// Who is told of each call of which something changed that no event tells: other bodies are in
    /// force on a leg, or somebody else is in charge.
    void whenChanged(Consumer<String> then) {
        changed = then;
    }

    void changed(String call) {
        changed.accept(call);
    }

    public Outside outside() {
        return outside;
    }

    public EventSink events() {
        return events;
    }

    /// A short random id that begins with `kind`.
    public String freshId(char kind) {
        return kind + outside.token().substring(0, ID_LENGTH);
    }

    /// An id that begins with `kind` and the present time, so that a later one sorts behind an
    /// earlier one: rows that come together lie together in the index of a database.
    String orderedId(char kind) {
        return firstId(kind, outside.now()) + outside.token().substring(0, ORDERED_RANDOM_LENGTH);
    }

    /// What such ids begin with that are made at this time: later ones sort behind it.
    public static String firstId(char kind, Instant at) {
        return kind + Long.toString(at.toEpochMilli(), Character.MAX_RADIX);
    }

    public Optional<Leg> leg(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// The leg that speaks in this session; empty when it is over.
    public Optional<Leg> of(Session session) {
        return Optional.ofNullable(bySession.get(session));
    }

    /// The legs of a call that we have called and that have not answered.
    List<Leg> rung(String call) {
        rung.removeIf(leg -> leg.over() || leg.confirmed());
        return rung.stream().filter(leg -> leg.ids().call().equals(call)).toList();
    }

    public Collection<Leg> all() {
        return byId.values();
    }

    /// What a new leg out shall be.
    ///
    /// @param from shown to the called party, without tag
    /// @param body the offer, empty for an offerless INVITE
    /// @param want direction of the offer; only used with a body
    /// @param headers copied into the INVITE
    /// @param beside another part of its body, with its header fields
    /// @param features what stands behind our Contact
    public record Placing(
            Target target,
            Ids ids,
            NameAddr from,
            Optional<SessionDescription> body,
            Optional<Direction> want,
            List<Header> headers,
            String payer,
            String createdBy,
            Optional<byte[]> beside,
            String features) {
        /// With a body that is the offer alone.
        public Placing(
                Target target,
                Ids ids,
                NameAddr from,
                Optional<SessionDescription> body,
                Optional<Direction> want,
                List<Header> headers,
                String payer,
                String createdBy) {
            this(target, ids, from, body, want, headers, payer, createdBy, Optional.empty(), "");
        }

        /// The same in the place of a party.
        Placing facing(Leg party) {
            String shown = Introduction.features(party);
            return new Placing(
                    target, ids, from, body, want, headers, payer, createdBy, beside, shown);
        }
    }

    /// Calls a target.
    public Leg place(Placing placing, LegUser user) {
        Target target = placing.target();
        TargetOptions options = target.options();
        SipUri to = target.address();
        NameAddr from = options.from().orElse(placing.from()).withoutTag();
        TransferMode transfer =
                options.transfer()
                        .map(TargetOptions.TransferWord::mode)
                        .or(() -> target.account().map(Account::transfer))
                        .orElseGet(() -> ProviderAuthorizer.transfers(options.credentials()));
        LegIdentity identity =
                new LegIdentity(
                        Session.Direction.OUTGOING,
                        from.uri().text(),
                        to.text(),
                        target.party(),
                        target.account().map(Account::aor).orElse(""),
                        options.payer().isEmpty() ? placing.payer() : options.payer(),
                        placing.createdBy(),
                        transfer,
                        options.price());
        Leg leg = open(identity, placing.ids(), target.hop(), user);
        leg.options(options);
        byte[] offer =
                options.body()
                        .or(placing::body)
                        .map(
                                body ->
                                        placing.want().isPresent()
                                                ? leg.ledger().offering(body, placing.want().get())
                                                : leg.ledger().offering(body))
                        .orElse(NOTHING);
        OutgoingInvite invite =
                new OutgoingInvite(
                                target.uri().asRequestUri(),
                                from,
                                NameAddr.of(to),
                                target.hop(),
                                routed(placing),
                                offer,
                                target.account().map(Account::name).orElse(from.user()),
                                Capabilities.allow(identity.transfer()),
                                options.credentials(),
                                Capabilities.extensions(identity.transfer()))
                        .withFeatures(placing.features())
                        .withReach(target.reach(userAgent().reach()));
        Session session =
                userAgent().invite(placing.beside().map(invite::with).orElse(invite), leg);
        attach(leg, session);
        rung.add(leg);
        opened.accept(leg);
        leg.announce(target.uri().text());
        return leg;
    }

    /// The proxies that the phone named in Path come first (RFC 3327 §5.3).
    private static List<Header> routed(Placing placing) {
        List<String> route = placing.target().phone().route();
        List<Header> own = placing.target().options().headers();
        List<Header> told =
                IdentityForm.of(placing.target().options().credentials())
                        .of(placing.headers(), Session.Direction.OUTGOING);
        if (route.isEmpty() && own.isEmpty()) {
            return told;
        }
        List<Header> headers = new ArrayList<>();
        for (String each : route) {
            headers.add(Header.of(HeaderName.ROUTE, each));
        }
        headers.addAll(told);
        headers.addAll(own);
        return headers;
    }

    /// Takes an incoming session as a leg.
    Leg receive(Session session, Request invite, LegIdentity identity, Ids ids, LegUser user) {
        Leg leg = open(identity, ids, session.hop(), user);
        session.allow(Capabilities.allow(identity.transfer()));
        session.extensions(Capabilities.extensions(identity.transfer()));
        session.contactUser(invite.to().user().isEmpty() ? "referee" : contactUser(invite));
        attach(leg, session);
        opened.accept(leg);
        leg.announce(invite.uri().text());
        return leg;
    }

    private static String contactUser(Request invite) {
        return invite.uri() instanceof SipUri sip && !sip.user().isEmpty() ? sip.user() : "referee";
    }

    private Leg open(LegIdentity identity, Ids ids, Hop hop, LegUser user) {
        String id = freshId('l');
        Leg leg =
                new Leg(
                        id,
                        identity,
                        ids,
                        user,
                        new LegSurroundings(
                                outside,
                                events,
                                1_000_000_000L + outside.random(1_000_000_000),
                                outside.localAddress(hop).host(),
                                trust.side(hop),
                                introductions,
                                () -> close(id)));
        keep(leg);
        return leg;
    }

    private void keep(Leg leg) {
        leg.probing().every(this::probeInterval);
        leg.ledger().beside(senders.beside(leg));
        leg.ledger().whenSettled(() -> changed(leg.ids().call()));
        leg.whenMoved(() -> changed(leg.ids().call()));
        byId.put(leg.id(), leg);
    }

    private Duration probeInterval() {
        return Probing.shared(probeInterval, byId.size());
    }

    /// A leg as it was before a restart. Nothing is sent now.
    ///
    /// @param age of the note
    /// @param credentials of its provider
    Leg revive(KeptLeg kept, Ids ids, Duration age, Authorizer credentials) {
        KeptLedger said = kept.ledger();
        Leg leg =
                new Leg(
                        kept.id(),
                        kept.identity(),
                        ids,
                        new LegUser() {},
                        new LegSurroundings(
                                outside,
                                events,
                                said.session(),
                                said.address(),
                                trust.side(kept.session().hop()),
                                introductions,
                                () -> close(kept.id())));
        leg.options(TargetOptions.USUAL.revived(!said.untouched(), credentials));
        leg.resume(kept);
        keep(leg);
        Session session = userAgent().revive(kept.session(), age, leg);
        session.authorizer(credentials);
        leg.ledger().saidIn(session.callId());
        attach(leg, session);
        opened.accept(leg);
        leg.probing().armAnywhere();
        return leg;
    }

    /// A leg that was over before a restart: who it was may matter to somebody. No session belongs
    /// to it, and nothing knows it but whoever asks here.
    public Leg past(KeptPlace.Past kept, Ids ids) {
        Leg leg =
                new Leg(
                        kept.leg(),
                        kept.identity(),
                        ids,
                        new LegUser() {},
                        new LegSurroundings(
                                outside,
                                events,
                                0,
                                "",
                                TrustDomain.Side.OUTSIDE,
                                introductions,
                                () -> {}));
        leg.past(kept.callId());
        return leg;
    }

    private void attach(Leg leg, Session session) {
        leg.attach(session);
        bySession.put(session, leg);
    }

    private void close(String id) {
        Leg leg = byId.remove(id);
        if (leg != null) {
            bySession.remove(leg.session());
            rung.remove(leg);
            closed.accept(leg);
        }
    }

    private UserAgent userAgent() {
        if (agent == null) {
            throw new IllegalStateException("no user agent yet");
        }
        return agent;
    }
}
