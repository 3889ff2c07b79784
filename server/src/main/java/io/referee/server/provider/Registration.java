package io.referee.server.provider;

import io.referee.server.account.Provider;
import io.referee.server.event.EventSink;
import io.referee.server.event.ProviderFact;
import io.referee.server.provider.Setback.Shown;
import io.referee.server.provider.Standing.State;
import io.referee.sip.message.Response;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Servers;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Our registration at one provider, from the first REGISTER to the one that takes it back. One
/// request is under way at a time (RFC 3261 §10.2). *Engine thread only.*
///
/// ```
///  OFF, DISABLED      (only the servers are looked up)
///  REGISTERING --200--> REGISTERED --refresh in time--> REGISTERED
///      |                    |
///      +---- failure -------+--> FAILED --later--> REGISTERING again
///                                  +-- 403, 404, no such name for too long --> DISABLED
/// ```
final class Registration {
    /// How long before its end a registration is refreshed: a tenth of it, within these bounds.
    private static final Duration EARLY_LEAST = Duration.ofSeconds(5);

    private static final Duration EARLY_MOST = Duration.ofSeconds(60);

    /// A registration that was granted for less is refreshed as if it was for this long, and before
    /// four fifths of it are over: some registrars see to open NATs that way.
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    /// For how long the DNS may deny a provider that never worked, and one that did.
    static final Duration NEW_WITHOUT_SERVER = Duration.ofMinutes(180);

    static final Duration OLD_WITHOUT_SERVER = Duration.ofDays(2);

    /// How often the servers of a provider are looked up that is not registered.
    static final Duration LOOK_AGAIN = Duration.ofMinutes(30);

    /// After a connection to the provider is gone (RFC 5626 §4.5).
    private static final Duration RECONNECT = Duration.ofMillis(500);

    private static final int RECONNECT_SPREAD_MILLIS = 2_000;

    private final Surroundings around;
    private final Provider provider;
    private final RegisterRequest request;
    private final String callId;
    private final Duration patience;
    private final Runnable turn = this::look;
    private final Set<InetAddress> servers = new LinkedHashSet<>();

    private final FlowPing flow;
    private List<Hop> found = List.of();
    private ProviderAuthorizer authorizer;
    private long cseq;
    private int seconds;
    private boolean raised;
    private State state;
    private Instant since;
    private @Nullable Setback setback;
    private @Nullable Instant lastAttempt;
    private @Nullable Instant nextAttempt;
    private @Nullable Instant withoutServerSince;
    private Outside.@Nullable Alarm alarm;
    private Instant boundUntil = Instant.MIN;
    private String contact = "";
    private int granted;
    private String told = "";
    private boolean asking;
    private boolean waiting;
    private @Nullable Runnable leaving;

    /// What a registration needs.
    ///
    /// @param waiting told when message waiting can be subscribed to
    /// @param shell what only it can do
    record Surroundings(
            Outside outside,
            EventSink events,
            UserAgent agent,
            Turns turns,
            MessageWaiting waiting,
            Registrations.Shell shell) {}

    /// @param old whether the provider was there already before this server was started, so that
    ///   more patience is due to it
    Registration(Surroundings around, Provider provider, String mark, boolean old) {
        this.around = around;
        this.provider = provider;
        this.request = new RegisterRequest(provider, mark);
        this.callId = around.outside().token();
        this.authorizer = ProviderAuthorizer.ofRegistration(provider, around.outside()::token);
        this.patience = old ? OLD_WITHOUT_SERVER : NEW_WITHOUT_SERVER;
        this.seconds = provider.registration().expirySeconds();
        this.flow = new FlowPing(around.outside(), around.shell()::keepAlive);
        this.since = around.outside().now();
        this.state =
                provider.registers()
                        ? State.REGISTERING
                        : provider.registration().disabledReason().isEmpty()
                                ? State.OFF
                                : State.DISABLED;
    }

    Provider provider() {
        return provider;
    }

    /// Whether a URI is the Contact that this registration made.
    boolean isOurs(SipUri uri) {
        return request.isOurs(uri);
    }

    /// Whether the address is one of the provider's servers.
    boolean isServer(InetAddress address) {
        return servers.contains(address);
    }

    /// How many alarms of it are set.
    int alarms() {
        return (alarm == null ? 0 : 1) + (flow.waits() ? 1 : 0);
    }

    Standing standing() {
        Setback why = setback;
        String off = provider.registration().disabledReason();
        return new Standing(
                state,
                state == State.DISABLED && why == null ? off : why == null ? "" : why.words(),
                why == null ? Setback.statusIn(off) : why.status(),
                contact,
                granted,
                since,
                lastAttempt,
                nextAttempt,
                servers.stream().map(InetAddress::getHostAddress).toList());
    }

    /// Begins after this long; who does not register is at once known by the addresses.
    void start(Duration in) {
        if (provider.registers()) {
            wakeAfter(in);
        } else {
            wake();
        }
    }

    private void enter(State next) {
        if (state != next) {
            state = next;
            since = around.outside().now();
        }
    }

    private void wakeAfter(Duration in) {
        silence();
        if (leaving == null) {
            nextAttempt = provider.registers() ? around.outside().now().plus(in) : null;
            alarm = around.outside().schedule(in, this::wake);
        }
    }

    private void silence() {
        nextAttempt = null;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void wake() {
        alarm = null;
        nextAttempt = null;
        if (!provider.registers()) {
            locate(RegisterRequest.uri(provider.server()));
            wakeAfter(LOOK_AGAIN);
        } else if (!asking && !waiting) {
            waiting = true;
            around.turns().take(turn);
        }
    }

    // ---- one attempt

    private void look() {
        waiting = false;
        asking = true;
        lastAttempt = around.outside().now();
        around.outside().locate(request.next(), this::located);
    }

    /// Calls may come from there, too.
    private void locate(SipUri uri) {
        around.outside().locate(uri, servers -> note(servers.hops()));
    }

    private void note(List<Hop> found) {
        for (Hop hop : found) {
            servers.add(hop.address().getAddress());
        }
    }

    private void located(Servers there) {
        found = there.hops();
        if (leaving != null) {
            idle();
            leave();
        } else if (found.isEmpty()) {
            idle();
            String host = request.next().host();
            failed(there.certain() ? Setback.noServer(host) : Setback.noAnswer(host));
        } else {
            withoutServerSince = null;
            servers.clear();
            note(found);
            if (!request.next().equals(RegisterRequest.uri(provider.server()))) {
                locate(RegisterRequest.uri(provider.server()));
            }
            send(seconds);
        }
    }

    private void send(int forSeconds) {
        cseq++;
        RegisterRequest.Turn one = new RegisterRequest.Turn(callId, cseq, forSeconds);
        authorizer = ProviderAuthorizer.ofRegistration(provider, around.outside()::token);
        around.agent()
                .send(
                        request.request(around.agent(), one),
                        request.hop(),
                        around.agent().reach(),
                        authorizer,
                        response -> responded(forSeconds, response));
    }

    private void idle() {
        asking = false;
        around.turns().done();
    }

    private void responded(int asked, Response response) {
        cseq = Math.max(cseq, response.cseq().number());
        int least = response.status() == 423 ? RegisterRequest.least(response) : 0;
        if (leaving == null && !raised && least > asked && least <= Provider.MAX_EXPIRY) {
            raised = true;
            seconds = least;
            send(least);
            return;
        }
        raised = false;
        idle();
        if (response.success()) {
            succeeded(asked, response);
        } else if (leaving == null) {
            failed(
                    Setback.of(
                            response,
                            provider,
                            authorizer.shown() ? Shown.PASSWORD : Shown.NOTHING));
        }
        if (leaving != null) {
            leave();
        }
    }

    private void succeeded(int asked, Response response) {
        granted = request.granted(response, asked);
        contact =
                request.own(response)
                        .map(own -> own.uri().text())
                        .orElseGet(() -> RegisterRequest.address(provider).text());
        boundUntil = around.outside().now().plusSeconds(granted);
        setback = null;
        told = "";
        boolean fresh = state != State.REGISTERED;
        enter(State.REGISTERED);
        if (fresh) {
            publish(
                    new ProviderFact.Registered(
                            provider.name(), provider.server(), contact, granted));
            around.waiting().registered(request);
        }
        flow.keep(found);
        wakeAfter(refreshAfter(granted));
    }

    /// When a registration for so many seconds is refreshed.
    static Duration refreshAfter(int granted) {
        Duration whole = Duration.ofSeconds(granted);
        if (whole.compareTo(Setback.LEAST.plus(EARLY_LEAST)) < 0) {
            Duration most = whole.multipliedBy(4).dividedBy(5);
            return most.compareTo(SHORTEST) < 0 ? SHORTEST : most;
        }
        Duration tenth = whole.dividedBy(10);
        Duration early = tenth.compareTo(EARLY_LEAST) < 0 ? EARLY_LEAST : tenth;
        return whole.minus(early.compareTo(EARLY_MOST) > 0 ? EARLY_MOST : early);
    }

    private void failed(Setback why) {
        Setback what = lasting(why);
        setback = what;
        contact = "";
        flow.leave();
        if (what.kind() == Setback.Kind.PERMANENT) {
            enter(State.DISABLED);
            tell(what, -1);
            around.shell().disable(provider.owner(), provider.name(), what.words());
            return;
        }
        enter(State.FAILED);
        Duration in = what.after();
        if (what.spread() > 0) {
            in = in.plusMillis(around.outside().random(what.spread()));
        }
        tell(what, in.toSeconds());
        wakeAfter(in);
    }

    /// A name that is not known for too long will not be. That has to be said all the while: any
    /// server that was found in between ends it, and so does a DNS that is dead, which may be ours
    /// alone and says nothing about the provider.
    private Setback lasting(Setback why) {
        if (why.kind() != Setback.Kind.NO_SERVER) {
            withoutServerSince = null;
            return why;
        }
        Instant now = around.outside().now();
        Instant first = withoutServerSince;
        if (first == null) {
            withoutServerSince = now;
            return why;
        }
        boolean tooLong = Duration.between(first, now).compareTo(patience) >= 0;
        return tooLong
                ? new Setback(
                        Setback.Kind.PERMANENT,
                        why.words() + " for " + patience.toHours() + " hours",
                        0,
                        Setback.LEAST,
                        0)
                : why;
    }

    /// The same reason is told once.
    private void tell(Setback what, long retrySeconds) {
        if (!told.equals(what.words())) {
            told = what.words();
            publish(
                    new ProviderFact.Failed(
                            provider.name(),
                            provider.server(),
                            what.status(),
                            what.words(),
                            retrySeconds));
        }
    }

    private void publish(ProviderFact fact) {
        around.events().publish(around.outside().now(), provider.owner(), "", "", "", fact);
    }

    // ---- its connection and its end

    /// A connection is gone. If it was to the provider, calls cannot come over it any more: it must
    /// hear of a new one soon, but not in a circle.
    void connectionClosed(Hop gone) {
        Instant last = lastAttempt;
        if (state == State.REGISTERED
                && last != null
                && !asking
                && gone.transport() == request.hop().transport()
                && isServer(gone.address().getAddress())) {
            Duration spread = Duration.ofMillis(around.outside().random(RECONNECT_SPREAD_MILLIS));
            Instant soon = around.outside().now().plus(RECONNECT).plus(spread);
            Instant earliest = last.plus(Setback.LEAST);
            Instant at = soon.isAfter(earliest) ? soon : earliest;
            wakeAfter(Duration.between(around.outside().now(), at));
        }
    }

    /// Takes the registration back, if there is one. `done` is called once, when the provider has
    /// answered or will not.
    void leave(Runnable done) {
        silence();
        flow.leave();
        around.waiting().left(provider);
        leaving = done;
        if (waiting && around.turns().forget(turn)) {
            waiting = false;
        }
        if (!asking) {
            leave();
        }
    }

    private void leave() {
        flow.leave();
        if (boundUntil.isAfter(around.outside().now())) {
            boundUntil = Instant.MIN;
            enter(State.OFF);
            contact = "";
            cseq++;
            around.agent()
                    .send(
                            request.request(
                                    around.agent(), new RegisterRequest.Turn(callId, cseq, 0)),
                            request.hop(),
                            around.agent().reach(),
                            ProviderAuthorizer.ofRegistration(provider, around.outside()::token),
                            response -> gone());
        } else {
            gone();
        }
    }

    private void gone() {
        silence();
        Runnable done = leaving;
        if (done != null) {
            leaving = () -> {};
            done.run();
        }
    }
}
