package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.server.account.Authenticator;
import io.referee.server.account.Capabilities;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.server.account.Verdict;
import io.referee.server.provider.Arrivals;
import io.referee.server.provider.Arrivals.Arrival;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.server.provider.Untaken;
import io.referee.server.registrar.Registrar;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Takes what comes in from outside of dialogs: registers phones, admits and starts calls, refuses
/// the rest. *Engine thread only.*
public final class Switchboard implements UserAgent.Handler, CallDesk {
    private static final Screening.Refusal CLOSED =
            new Screening.Refusal(
                    503, "Shutting down", List.of(Header.of(HeaderName.RETRY_AFTER, "10")));

    private final Legs legs;
    private final UserAgent agent;
    private final Supplier<Directory> directory;
    private final Services services;
    private final Duration ringLimit;
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Spirals spirals;
    private final Guests guests = new Guests();

    private final PlacedCalls placed = new PlacedCalls();
    private WatchDesk watchDesk = WatchDesk.NONE;
    private Arrivals arrivals = Arrivals.NONE;
    private boolean open = true;

    /// Whom the switchboard asks.
    public record Services(
            Authenticator authenticator,
            Registrar registrar,
            Router router,
            ReferDesk referDesk,
            MessageLog log) {}

    public Switchboard(
            Legs legs,
            Supplier<Directory> directory,
            Services services,
            SessionSettings settings,
            Duration ringLimit) {
        this.legs = legs;
        this.directory = directory;
        this.services = services;
        this.ringLimit = ringLimit;
        this.agent = new UserAgent(legs.outside(), settings, this);
        this.spirals = new Spirals(agent, legs);
        legs.agent(agent);
        legs.watch(services.log()::opened, services.log()::closed);
    }

    public UserAgent agent() {
        return agent;
    }

    /// Who counts the callers from elsewhere that nobody has answered yet; one too many hears 486.
    public Guests guests() {
        return guests;
    }

    /// Who knows what comes from providers; without this, there are none.
    public void providers(Arrivals next) {
        arrivals = next;
    }

    /// All legs of its calls.
    public Legs legs() {
        return legs;
    }

    /// Calls that are alive, oldest first.
    public Collection<Call> calls() {
        return calls.values();
    }

    public Optional<Call> call(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    /// The call that a leg belongs to.
    public Optional<Call> callOf(Leg leg) {
        return call(leg.ids().call());
    }

    /// From now on new calls are refused with 503; those that are up go on. Who watches calls is
    /// told to come back later.
    public void close() {
        open = false;
        watchDesk.close();
    }

    /// Who takes those that want to watch the calls of an account; nobody does without this.
    public void watchers(WatchDesk desk) {
        watchDesk = desk;
    }

    @Override
    public void finished(Call call) {
        calls.remove(call.id());
        spirals.forget(call.id());
        placed.over(call.id());
    }

    @Override
    public void outlasted(Leg leg) {
        callOf(leg).ifPresent(call -> call.hangUp(200, "Call duration limit reached"));
    }

    /// Who placed which of its calls.
    public PlacedCalls placed() {
        return placed;
    }

    @Override
    public ReferDesk referDesk() {
        return services.referDesk();
    }

    // ---- calls

    @Override
    public void invited(Session session, Request received) {
        Request invite = services.referDesk().arriving(received);
        Screening.Refusal no = open ? Screening.invite(invite, session.cameFrom()) : CLOSED;
        Optional<String> origin = no == null ? spirals.origin(invite) : Optional.empty();
        Optional<Arrival> arrival = arrival(invite, session.cameFrom());
        if (no != null) {
            session.reject(no.status(), no.reason(), no.headers());
        } else if (origin.isPresent() && loops(invite, origin.get())) {
            session.reject(482, "Loop Detected", List.of());
        } else if (arrival.isPresent()) {
            fromProvider(session, invite, arrival.get());
        } else if (served(invite.from().uri())) {
            fromAccount(session, invite);
        } else if (replaces(session, invite, Optional.empty(), List.of())) {
            return;
        } else if (served(invite.uri())) {
            fromGuest(session, invite, origin);
        } else {
            refuse(session, invite, "Domain not served");
        }
    }

    /// Who takes somebody's place is not called.
    private Optional<Arrival> arrival(Request invite, Hop from) {
        return invite.uri() instanceof SipUri uri && !Arriving.concerns(invite)
                ? arrivals.arriving(uri, from)
                : Optional.empty();
    }

    private void fromProvider(Session session, Request invite, Arrival arrival) {
        session.authorizer(arrival.login());
        Optional<Account> callee = arrival.callee();
        if (callee.isEmpty()) {
            refuse(session, invite, "Nobody takes calls of this provider");
        } else {
            ring(session, invite, asked(callee.get(), arrival.asked(), Optional.empty()));
        }
    }

    /// What a caller from elsewhere asks for.
    ///
    /// @param owner whose call it is
    /// @param whom it is for: so many may wait for each
    /// @param origin the call of ours that the INVITE has come back from
    /// @param way where the leg of the caller goes
    private record Asked(
            String owner,
            String whom,
            Optional<String> origin,
            BiFunction<Leg, RouteQuery, Route> way) {}

    /// @param uri for the plan of the called account
    private Asked asked(Account callee, SipUri uri, Optional<String> origin) {
        return new Asked(
                callee.owner(),
                callee.aor(),
                origin,
                (_, query) -> services.router().incoming(callee, query.to(uri)));
    }

    /// Answers 404. Where it may be a call of a provider, that is a call of the provider's owner
    /// all the same: they find it where they look for calls.
    private void refuse(Session session, Request invite, String reason) {
        Optional<Untaken> untaken =
                invite.uri() instanceof SipUri uri
                        ? arrivals.untaken(uri, session.cameFrom())
                        : Optional.empty();
        if (untaken.isEmpty()) {
            session.reject(404, reason, List.of());
            return;
        }
        Provider provider = untaken.get().provider();
        ring(
                session,
                invite,
                new Asked(
                        provider.owner(),
                        provider.dottedName(),
                        Optional.empty(),
                        (caller, _) -> {
                            caller.publish(untaken.get().fact(invite.uri().text()));
                            return new Route.Refused(404, reason);
                        }));
    }

    /// Whether an INVITE of ours that came back goes no further; an account's would prove itself.
    private boolean loops(Request invite, String origin) {
        return served(invite.from().uri()) || spirals.asked(origin, invite.uri().text(), calls);
    }

    /// Whether the URI is at one of our domains.
    private boolean served(Uri uri) {
        return uri instanceof SipUri sip && directory.get().serves(sip.domain());
    }

    /// Whether the INVITE asks to take the place of a leg; whoever decides about that has it then.
    private boolean replaces(
            Session session, Request invite, Optional<Account> account, List<Header> proof) {
        if (!Arriving.concerns(invite)) {
            return false;
        }
        services.referDesk().arrived(new Arriving(session, invite, account, proof));
        return true;
    }

    private void fromAccount(Session session, Request invite) {
        switch (services.authenticator().verify(invite, session.cameFrom())) {
            case Verdict.Challenged challenge ->
                    session.reject(401, "Unauthorized", challenge.headers());
            case Verdict.Refused refused ->
                    session.reject(refused.status(), refused.reason(), List.of());
            case Verdict.Authenticated(Account account, List<Header> proof) -> {
                session.proven();
                Optional<Account> sender = Optional.of(account);
                if (replaces(session, invite, sender, proof)
                        || services.referDesk()
                                .retrieves(new Arriving(session, invite, sender, proof))) {
                    return;
                }
                Call call = begin(account.owner(), invite);
                placed.begun(call.ids(), account.aor());
                Leg caller =
                        legs.receive(
                                session,
                                invite,
                                LegIdentity.ofCaller(invite, account.aor(), account.transfer()),
                                call.ids(),
                                new LegUser() {});
                caller.answersWith(proof);
                caller.presents(Presentation.ofAccount(invite, account.aor()));
                services.referDesk().began(call, caller, invite);
                Route route = services.router().outgoing(account, query(session, invite, call));
                call.start(caller, invite, route, ringLimit);
            }
        }
    }

    private void fromGuest(Session session, Request invite, Optional<String> origin) {
        SipUri uri = services.router().account((SipUri) invite.uri());
        if (uri.user().isEmpty()) {
            session.reject(484, "No user in the address", List.of());
            return;
        }
        Optional<Account> callee =
                directory
                        .get()
                        .account(uri.plainUser(), uri.domain())
                        .or(() -> Arrivals.behindDots(uri, directory.get()));
        if (callee.isEmpty()) {
            refuse(session, invite, "Not Found");
        } else {
            ring(session, invite, asked(callee.get(), (SipUri) invite.uri(), origin));
        }
    }

    private void ring(Session session, Request invite, Asked asked) {
        if (!guests.enters(asked.whom())) {
            session.reject(486, "Busy Here", List.of());
            return;
        }
        Call call = begin(asked.owner(), invite);
        asked.origin().ifPresent(before -> spirals.follow(call.id(), before));
        call.whenSettled(() -> guests.leaves(asked.whom()));
        Leg caller =
                legs.receive(
                        session,
                        invite,
                        LegIdentity.ofCaller(
                                invite, "", ProviderAuthorizer.transfers(session.authorizer())),
                        call.ids(),
                        new LegUser() {});
        caller.presents(
                legs.trust().holds(session.cameFrom())
                        ? Presentation.ofTrusted(invite)
                        : Presentation.ofStranger(invite));
        services.referDesk().began(call, caller, invite);
        Route route = asked.way().apply(caller, query(session, invite, call));
        call.start(caller, invite, route, ringLimit);
    }

    private RouteQuery query(Session session, Request invite, Call call) {
        return RouteQuery.of(invite, session.cameFrom(), call.reports())
                .reached(legs.outside().localAddress(session.cameFrom()));
    }

    private Call begin(String owner, Request invite) {
        Ids ids = fresh(owner);
        Call call = new Call(ids, legs, this, invite.from().uri().text(), invite.uri().text());
        calls.put(call.id(), call);
        return call;
    }

    /// Begins a call of ours, in which nobody is yet; empty when no new calls are taken.
    ///
    /// @param placer the account that places it; empty when none does
    public Optional<Call> open(Ids ids, String placer, String from, String to) {
        if (!open) {
            return Optional.empty();
        }
        Call call = new Call(ids, legs, this, from, to);
        calls.put(call.id(), call);
        placed.begun(call.ids(), placer);
        return Optional.of(call);
    }

    /// A call that was there before a restart.
    void adopt(Call call, String placer) {
        calls.put(call.id(), call);
        placed.begun(call.ids(), placer);
    }

    /// Ids for a call that is yet to be opened.
    public Ids fresh(String owner) {
        return new Ids(owner, legs.freshId('c'), legs.orderedId('g'));
    }

    @Override
    public boolean within(ServerTransaction transaction) {
        return services.referDesk().within(transaction)
                || watchDesk.within(transaction)
                || transaction.request().is(Method.NOTIFY) && arrivals.notified(transaction);
    }

    @Override
    public void requested(ServerTransaction transaction) {
        Request request = transaction.request();
        Method method = request.method();
        if (request.header(HeaderName.REPLACES).isPresent()) { // RFC 3891 §3
            answer(transaction, 400);
        } else if (method.equals(Method.REGISTER)) {
            services.registrar().register(transaction);
        } else if (method.equals(Method.OPTIONS)) {
            options(transaction);
        } else if (method.equals(Method.REFER)) {
            services.referDesk().referredOutside(transaction);
        } else if (method.equals(Method.SUBSCRIBE) && ReferEvents.isRefer(request)) {
            services.referDesk().subscribedOutside(transaction);
        } else if (method.equals(Method.BYE)
                || method.equals(Method.INFO)
                || method.equals(Method.UPDATE)) {
            answer(transaction, 481);
        } else if (method.equals(Method.SUBSCRIBE) && WatchDesk.concerns(request)) {
            watch(transaction);
        } else if (method.equals(Method.SUBSCRIBE) || method.equals(Method.PUBLISH)) {
            badEvent(transaction);
        } else if (!method.equals(Method.NOTIFY) || !arrivals.notified(transaction)) {
            transaction.respond(
                    agent.responding(transaction)
                            .add(HeaderName.ALLOW, Capabilities.ALLOW_ALONE)
                            .response(method.known() ? 405 : 501));
        }
    }

    private void watch(ServerTransaction transaction) {
        Screening.Refusal no =
                open ? Screening.anything(transaction.request(), transaction.hop()) : CLOSED;
        if (no != null) {
            respond(transaction, no);
        } else if (!watchDesk.subscribed(transaction)) {
            badEvent(transaction);
        }
    }

    /// There is no such package here; which there are, the answer says (RFC 6665 §8.2.2).
    private void badEvent(ServerTransaction transaction) {
        transaction.respond(
                agent.responding(transaction)
                        .add(HeaderName.ALLOW_EVENTS, Capabilities.EVENTS)
                        .response(489));
    }

    /// Answered as an INVITE to the same URI would be (RFC 3261 §11.2): by us, never by a phone.
    /// Max-Forwards does not matter to who answers.
    private void options(ServerTransaction transaction) {
        Request request = transaction.request();
        Screening.Refusal no = open ? Screening.anything(request, transaction.hop()) : CLOSED;
        if (no != null) {
            respond(transaction, no);
            return;
        }
        int status = reachable(request.uri());
        MessageBuilder response = agent.responding(transaction);
        transaction.respond(
                status == 200
                        ? response.addAll(Capabilities.all()).response(200)
                        : response.response(status));
    }

    /// What an INVITE to the URI would come to: 200 for us and for an account that can be rung.
    private int reachable(Uri target) {
        if (!(target instanceof SipUri uri) || uri.user().isEmpty() || !served(uri)) {
            return 200;
        }
        SipUri aor = services.router().account(uri);
        Optional<Account> account = directory.get().account(aor.plainUser(), aor.domain());
        if (account.isEmpty()) {
            return 404;
        }
        RouteQuery query =
                RouteQuery.anonymous(uri, directory.get().defaultDomain(), PlanReports.SILENT);
        return switch (services.router().incoming(account.get(), query)) {
            case Route.Refused refused -> refused.status();
            case Route.Ring _, Route.Deciding _ -> 200;
        };
    }

    private void respond(ServerTransaction transaction, Screening.Refusal no) {
        transaction.respond(
                agent.responding(transaction)
                        .addAll(no.headers())
                        .response(no.status(), no.reason()));
    }

    private void answer(ServerTransaction transaction, int status) {
        transaction.respond(agent.responding(transaction).response(status));
    }

    // ---- the shell

    /// A stream connection is gone: whoever registered over it cannot be reached by it any more.
    public void connectionClosed(Hop hop) {
        services.registrar().connectionClosed(hop);
    }

    /// What others may see of the live calls of an owner; all of them when `owner` is empty.
    public List<CallView> views(String owner) {
        List<CallView> views = new ArrayList<>(calls.size());
        for (Call call : calls.values()) {
            if (owner.isEmpty() || call.ids().owner().equals(owner)) {
                views.add(CallView.of(call));
            }
        }
        return views;
    }
}
