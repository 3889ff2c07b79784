package io.referee.server.registrar;

import io.referee.server.account.Account;
import io.referee.server.account.Authenticator;
import io.referee.server.account.Capabilities;
import io.referee.server.account.Directory;
import io.referee.server.account.Verdict;
import io.referee.server.event.EventSink;
import io.referee.server.event.RegistrationFact;
import io.referee.server.registrar.Asked.Wish;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.SipDate;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.session.Addressing;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The registrar of RFC 3261 §10.3: keeps the bindings of our accounts. *Engine thread only.*
///
/// A REGISTER changes all that it asks for, or nothing. Requests for a phone go to the address that
/// its REGISTER came from when the Contact does not show it, and over the connection that it came
/// on, so that phones behind a NAT are reached. When that connection closes, the binding is gone
/// unless its Contact shows where the phone listens.
///
/// A phone behind proxies is reached through those that it names in Path (RFC 3327). A phone that
/// does outbound has a binding for each of its flows (RFC 5626), and every phone that tells its
/// instance has globally routable URIs (RFC 5627).
///
/// Departure: the Request-URI is not looked at, as we never relay a REGISTER; To alone says whose
/// bindings are meant.
public final class Registrar {
    private static final int MAX_NAME_LENGTH = 256;
    private static final int TOP_PRIORITY = 1_000;

    /// How often a phone with a flow to us should send a keep-alive, in seconds (RFC 5626 §4.4, the
    /// value of Flow-Timer). A flow over UDP is not given up for want of them.
    static final int FLOW_TIMER = 120;

    /// Bindings run out all the time.
    private static final String RETRY_SECONDS = "60";

    private static final HeaderName FLOW_TIMER_NAME = HeaderName.of("Flow-Timer");

    private final Surroundings around;
    private final Authenticator authenticator;
    private final RegistrarSettings settings;
    private final AskedReader reader;
    private final Bindings bindings;

    /// What the registrar has around it.
    ///
    /// @param directory the current snapshot, whenever asked
    /// @param secret of the temporary GRUUs: the same after a restart
    public record Surroundings(
            Outside outside,
            EventSink events,
            BindingStore store,
            Supplier<Directory> directory,
            byte[] secret) {}

    /// A REGISTER whose sender is known.
    ///
    /// @param proof Authentication-Info for the success
    private record Registration(
            ServerTransaction transaction, Account account, List<Header> proof) {
        Request request() {
            return transaction.request();
        }

        boolean supports(String tag) {
            return request().lists(HeaderName.SUPPORTED, tag);
        }
    }

    /// A registrar without bindings; see [#restore].
    public Registrar(Surroundings around, Authenticator authenticator, RegistrarSettings settings) {
        this.around = around;
        this.authenticator = authenticator;
        this.settings = settings;
        this.reader = new AskedReader(settings);
        this.bindings = new Bindings(around, settings.bindingsPerAccount());
    }

    /// The bindings of `name@domain`, as [Account#aor] says it, that calls go to: the highest
    /// priority first, among equals the one refreshed last.
    public List<Binding> bindings(String aor) {
        return bindings.alive(aor);
    }

    /// Every binding that calls go to; those of one account stand together in the order of
    /// [#bindings(String)].
    public List<Binding> snapshot() {
        return bindings.alive();
    }

    /// Which phone a URI with a `gr` parameter names (RFC 5627 §5.2); empty when the URI has none,
    /// or names nobody any more. Whether the phone is registered, its bindings tell.
    public Optional<Gruu> gruu(SipUri uri) {
        return uri.parameters().has("gr") ? bindings.gruus().named(uri) : Optional.empty();
    }

    /// How many bindings are kept, expired ones that wait for a late refresh included.
    public int size() {
        return bindings.size();
    }

    /// Who shows NATs in front of phones that their doors are in use (`Engine.knock`); nobody
    /// without this.
    public void knocker(Consumer<Hop> next) {
        bindings.keepAlives().sender(next);
    }

    /// Takes what was stored before the restart. What has expired meanwhile, belongs to nobody any
    /// more or cannot be read is removed from the store. Connections are gone: each binding gets
    /// the connection 0, and a message to it opens a new one.
    public void restore(List<StoredBinding> stored) {
        for (StoredBinding each : stored) {
            Optional<Entry> entry = entry(each);
            if (entry.isPresent() && bindings.size() < settings.bindingsInAll()) {
                bindings.restore(entry.get());
            } else {
                around.store().remove(each.key());
            }
        }
    }

    private Optional<Entry> entry(StoredBinding stored) {
        int at = stored.aor().lastIndexOf('@');
        SipUri contact = SipUri.parse(stored.contact()).orElse(null);
        Hop hop = StoredHop.read(stored.receivedHop()).orElse(null);
        if (at < 0
                || contact == null
                || hop == null
                || !stored.expires().isAfter(around.outside().now())
                || bindings.find(stored.aor(), wish(stored, contact)) != null) {
            return Optional.empty();
        }
        Binding binding =
                new Binding(
                        stored.aor(),
                        contact,
                        hop,
                        stored.callId(),
                        stored.cSeq(),
                        (int) Math.round(stored.q() * TOP_PRIORITY),
                        stored.instance(),
                        stored.regId(),
                        stored.path().lines().toList(),
                        stored.generation(),
                        stored.expires(),
                        StoredHop.host(stored.source()));
        return around.directory()
                .get()
                .account(stored.aor().substring(0, at), stored.aor().substring(at + 1))
                .map(account -> new Entry(account.owner(), binding, stored.source()));
    }

    private static Wish wish(StoredBinding stored, SipUri contact) {
        return new Wish(contact, 0, 0, stored.instance(), stored.regId());
    }

    /// A stream connection is closed: removes the bindings that could be reached only through it.
    ///
    /// @param hop the peer's address and the number of the connection
    public void connectionClosed(Hop hop) {
        if (hop.connection() != 0) {
            bindings.connectionClosed(hop);
        }
    }

    /// An account is gone: removes its bindings.
    ///
    /// @param aor as [Account#aor] says it
    public void accountRemoved(String aor) {
        for (Entry entry : bindings.all(aor)) {
            bindings.remove(entry, Bindings.ACCOUNT_REMOVED);
        }
    }

    /// Answers a REGISTER.
    public void register(ServerTransaction transaction) {
        Request request = transaction.request();
        String unknown = Capabilities.unknownInRegistrations(request);
        if (!unknown.isEmpty()) {
            transaction.respond(
                    answer(transaction).add(HeaderName.UNSUPPORTED, unknown).response(420));
        } else if (!(request.to().uri() instanceof SipUri uri) || uri.user().isEmpty()) {
            refuse(transaction, "", 400, "To Names No Account");
        } else {
            authenticate(transaction);
        }
    }

    private void authenticate(ServerTransaction transaction) {
        switch (authenticator.verify(transaction.request(), transaction.hop())) {
            case Verdict.Authenticated(Account account, List<Header> proof) -> {
                transaction.proven();
                carryOut(new Registration(transaction, account, proof));
            }
            case Verdict.Challenged challenged ->
                    transaction.respond(
                            answer(transaction).addAll(challenged.headers()).response(401));
            case Verdict.Refused(int status, String reason) ->
                    refuse(transaction, owner(transaction.request().to()), status, reason);
        }
    }

    private void carryOut(Registration registration) {
        Account account = registration.account();
        switch (reader.read(registration.request(), registration.transaction().hop())) {
            case Asked.Fetch _ -> confirm(registration, Routing.PLAIN);
            case Asked.RemoveAll _ -> removeAll(registration);
            case Asked.Change(List<Wish> wishes) -> change(registration, wishes);
            case Asked.Malformed(int status, String reason) ->
                    refuse(registration.transaction(), account.owner(), status, reason);
        }
    }

    private void removeAll(Registration registration) {
        Request request = registration.request();
        Account account = registration.account();
        List<Entry> entries = bindings.all(account.aor());
        for (Entry entry : entries) {
            if (entry.outruns(request.callId(), request.cseq().number())) {
                refuse(registration.transaction(), account.owner(), 500, "REGISTER Out Of Order");
                return;
            }
        }
        for (Entry entry : entries) {
            bindings.remove(entry, Bindings.UNREGISTERED);
        }
        confirm(registration, Routing.PLAIN);
    }

    private void change(Registration registration, List<Wish> wishes) {
        Request request = registration.request();
        List<String> path = Flow.path(request);
        Optional<Verdict.Refused> objection =
                path == null
                        ? Optional.of(new Verdict.Refused(400, "Bad Path"))
                        : objection(request, registration.account(), wishes);
        boolean flow = wishes.getFirst().regId() > 0;
        if (objection.isEmpty() && path != null && flow && !Flow.kept(request, path)) {
            objection = Optional.of(new Verdict.Refused(439, "First Hop Lacks Outbound Support"));
        }
        if (objection.isPresent() || path == null) {
            Verdict.Refused no = objection.orElseThrow();
            String owner = registration.account().owner();
            refuse(registration.transaction(), owner, no.status(), no.reason());
            return;
        }
        Routing routing = new Routing(path, flow);
        apply(registration, routing, wishes);
        confirm(registration, routing);
    }

    /// How the phone of a REGISTER is reached.
    ///
    /// @param flow whether it did outbound
    private record Routing(List<String> path, boolean flow) {
        static final Routing PLAIN = new Routing(List.of(), false);
    }

    /// Refreshes and removals go first, so that a new binding does not push out one that the same
    /// request keeps.
    private void apply(Registration registration, Routing routing, List<Wish> wishes) {
        Account account = registration.account();
        List<Wish> additions = new ArrayList<>(wishes.size());
        for (Wish wish : wishes) {
            Entry known = bindings.find(account.aor(), wish);
            if (wish.seconds() == 0) {
                remove(known);
            } else if (known == null) {
                additions.add(wish);
            } else {
                bindings.put(known, entry(registration, routing, wish));
            }
        }
        for (Wish wish : additions) {
            Entry known = bindings.find(account.aor(), wish);
            bindings.put(known, entry(registration, routing, wish));
        }
    }

    private void remove(@Nullable Entry known) {
        if (known != null) {
            bindings.remove(known, Bindings.UNREGISTERED);
        }
    }

    /// Why the change as a whole cannot be made. Everything is asked before anything is changed.
    private Optional<Verdict.Refused> objection(
            Request request, Account account, List<Wish> wishes) {
        int added = 0;
        for (Wish wish : wishes) {
            Entry known = bindings.find(account.aor(), wish);
            if (known != null && known.outruns(request.callId(), request.cseq().number())) {
                return Optional.of(new Verdict.Refused(500, "REGISTER Out Of Order"));
            }
            if (wish.seconds() > 0 && isOurselves(wish.contact())) {
                return Optional.of(new Verdict.Refused(403, "Contact Is This Server"));
            }
            added += known == null && wish.seconds() > 0 ? 1 : 0;
        }
        return added > 0 && bindings.size() + added > settings.bindingsInAll()
                ? Optional.of(new Verdict.Refused(503, "Too Many Bindings"))
                : Optional.empty();
    }

    /// A binding to ourselves would send calls round and round; so would one to a GRUU of ours (RFC
    /// 5627 §5.1).
    private boolean isOurselves(SipUri contact) {
        Hop hop = Addressing.hop(contact);
        Outside.Local local = around.outside().localAddress(hop);
        boolean ourDomain = around.directory().get().serves(contact.host());
        boolean ourHost = hop.host().equalsIgnoreCase(local.host()) || ourDomain;
        return ourDomain && contact.parameters().has("gr") || ourHost && hop.port() == local.port();
    }

    private Entry entry(Registration registration, Routing routing, Wish wish) {
        Request request = registration.request();
        Hop from = registration.transaction().hop();
        Binding binding =
                new Binding(
                        registration.account().aor(),
                        wish.contact(),
                        Flow.back(request, wish, routing.path(), from),
                        request.callId(),
                        request.cseq().number(),
                        wish.priority(),
                        wish.instance(),
                        wish.regId(),
                        routing.path(),
                        0,
                        around.outside().now().plusSeconds(wish.seconds()),
                        from.host());
        return new Entry(registration.account().owner(), binding, from.toString());
    }

    // ---- answers

    private void confirm(Registration registration, Routing routing) {
        Instant now = around.outside().now();
        MessageBuilder answer =
                answer(registration.transaction())
                        .add(HeaderName.DATE, SipDate.text(now))
                        .addAll(registration.proof())
                        .add(HeaderName.SUPPORTED, Capabilities.SUPPORTED_IN_REGISTRATIONS);
        if (registration.supports("path")) {
            for (String each : routing.path()) {
                answer.add(HeaderName.PATH, each);
            }
        }
        if (routing.flow()) {
            answer.add(HeaderName.REQUIRE, "outbound");
            if (Flow.direct(registration.request())) {
                answer.add(FLOW_TIMER_NAME, Integer.toString(FLOW_TIMER));
            }
        }
        boolean gruu = registration.supports("gruu");
        for (Binding binding : bindings.alive(registration.account().aor())) {
            answer.add(HeaderName.CONTACT, gruu ? withGruus(binding) : contact(binding));
        }
        registration.transaction().respond(answer.response(200));
    }

    private String withGruus(Binding binding) {
        if (binding.instance().isEmpty()) {
            return contact(binding);
        }
        return contact(binding)
                + ";pub-gruu=\""
                + Gruus.publicUri(binding.aor(), binding.instance())
                + "\";temp-gruu=\""
                + bindings.gruus().temporaryUri(binding.aor(), binding.generation())
                + '"';
    }

    private String contact(Binding binding) {
        StringBuilder text =
                new StringBuilder(128)
                        .append('<')
                        .append(binding.contact().text())
                        .append(">;expires=")
                        .append(bindings.secondsLeft(binding));
        if (binding.priority() < TOP_PRIORITY) {
            String thousandths = Integer.toString(TOP_PRIORITY + binding.priority());
            text.append(";q=0.").append(thousandths, 1, thousandths.length());
        }
        if (!binding.instance().isEmpty()) {
            text.append(";+sip.instance=\"").append(binding.instance()).append('"');
        }
        if (binding.regId() > 0) {
            text.append(";reg-id=").append(binding.regId());
        }
        return text.toString();
    }

    private void refuse(ServerTransaction transaction, String owner, int status, String reason) {
        MessageBuilder answer = answer(transaction);
        if (status == 423) {
            answer.add(HeaderName.MIN_EXPIRES, Long.toString(settings.minExpiry().toSeconds()));
        }
        if (status == 503) {
            answer.add(HeaderName.RETRY_AFTER, RETRY_SECONDS);
        }
        transaction.respond(answer.response(status, reason));
        String source = transaction.hop().toString();
        RegistrationFact fact =
                new RegistrationFact.Refused(
                        named(transaction.request().to()), source, status, reason);
        around.events().publish(around.outside().now(), owner, "", "", "", fact);
    }

    private String owner(NameAddr to) {
        return to.uri() instanceof SipUri uri
                ? around.directory()
                        .get()
                        .account(uri.plainUser(), uri.domain())
                        .map(Account::owner)
                        .orElse("")
                : "";
    }

    /// Whom a REGISTER speaks of, in a length that a stranger cannot choose.
    private static String named(NameAddr to) {
        String name =
                to.uri() instanceof SipUri uri
                        ? uri.plainUser() + '@' + uri.domain()
                        : to.uri().text();
        return name.length() > MAX_NAME_LENGTH ? name.substring(0, MAX_NAME_LENGTH) : name;
    }

    private MessageBuilder answer(ServerTransaction transaction) {
        return MessageBuilder.responding(transaction.request(), transaction.toTag())
                .add(HeaderName.SERVER, settings.product());
    }
}
