package io.referee.softphone;

import io.referee.net.BindFailed;
import io.referee.net.Engine;
import io.referee.net.EngineSettings;
import io.referee.net.Inbound;
import io.referee.net.Tap;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.SessionTimers;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The thread and the sockets that one or many phones share. *Any thread, unless a method says
/// otherwise.*
public final class PhoneEngine implements AutoCloseable {
    static final String ALLOW =
            "INVITE, ACK, CANCEL, BYE, PRACK, OPTIONS, INFO, UPDATE, MESSAGE, NOTIFY, REFER";

    private static final String RELIABLE = "100rel";
    private static final String TIMERS = "timer";

    private static final String PRODUCT = "Referee-Phone/0.1";
    private static final long ANSWER_SECONDS = 10;

    private final Engine engine;
    private final UserAgent agent;
    private final List<Consumer<Hop>> closed = new ArrayList<>();
    private final Map<String, Seat> seats = new ConcurrentHashMap<>();

    private PhoneEngine(EngineSettings settings, SessionTimers timers, @Nullable Tap tap)
            throws BindFailed {
        engine = new Engine(settings);
        agent =
                new UserAgent(
                        engine,
                        new SessionSettings(
                                PRODUCT, ALLOW, supported(timers), Timing.STANDARD, timers),
                        new Desk());
        engine.deliverTo(new Ear(agent, closed));
        if (tap != null) {
            engine.tap(tap);
        }
        engine.start();
    }

    /// Provisional responses that are acknowledged (RFC 3262), and session timers (RFC 4028).
    private static String supported(SessionTimers timers) {
        return timers.expires().isZero() ? RELIABLE : RELIABLE + ", " + TIMERS;
    }

    /// An engine on free ports of 127.0.0.1, UDP and TCP.
    ///
    /// @throws BindFailed when the system gives none
    public static PhoneEngine start() throws BindFailed {
        return start(EngineSettings.loopback());
    }

    /// @throws BindFailed when an address is taken or not ours
    public static PhoneEngine start(EngineSettings settings) throws BindFailed {
        return new PhoneEngine(settings, SessionTimers.STANDARD, null);
    }

    /// An engine whose messages are seen by `tap`, on the engine thread.
    ///
    /// @throws BindFailed when an address is taken or not ours
    public static PhoneEngine start(EngineSettings settings, Tap tap) throws BindFailed {
        return start(settings, SessionTimers.STANDARD, tap);
    }

    /// The same with other session timers than those of half an hour.
    ///
    /// @param timers [SessionTimers#NONE] switches them off
    /// @throws BindFailed when an address is taken or not ours
    public static PhoneEngine start(EngineSettings settings, SessionTimers timers, Tap tap)
            throws BindFailed {
        return new PhoneEngine(settings, timers, tap);
    }

    /// The bound UDP address; empty when UDP is off.
    public Optional<InetSocketAddress> udpAddress() {
        return engine.udpAddress();
    }

    /// The bound TCP address; empty when TCP is off.
    public Optional<InetSocketAddress> tcpAddress() {
        return engine.tcpAddress();
    }

    /// *Engine thread only.*
    UserAgent agent() {
        return agent;
    }

    /// *Engine thread only.*
    Outside outside() {
        return engine;
    }

    /// Keeps the flow to a neighbour open. *Engine thread only.*
    void keepAlive(Hop hop) {
        engine.keepAlive(hop);
    }

    /// Who is told that a connection is gone. *Engine thread only.*
    void onClosed(Consumer<Hop> listener) {
        closed.add(listener);
    }

    /// *Engine thread only.*
    void forgetClosed(Consumer<Hop> listener) {
        closed.remove(listener);
    }

    void post(Runnable command) {
        engine.post(command);
    }

    /// Asks the engine and waits; never called by the engine thread, which answers within moments.
    <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = engine.ask(question);
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the engine refused: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "no answer of the engine for " + ANSWER_SECONDS + " s", e);
        }
    }

    /// Makes a seat with a free user name like the wanted one. A line may take the name of its own
    /// phone.
    Seat reserve(String wanted, Function<String, Seat> maker) {
        String user = Escapes.escapeUser(wanted);
        Seat seat = maker.apply(user);
        int number = 1;
        while (seats.merge(user, seat, PhoneEngine::heir) != seat) {
            number++;
            user = Escapes.escapeUser(wanted) + '-' + number;
            seat = maker.apply(user);
        }
        return seat;
    }

    private static Seat heir(Seat owner, Seat next) {
        return owner == owner.phone().seat() && next.phone() == owner.phone() ? next : owner;
    }

    void release(Seat seat) {
        seats.remove(seat.contactUser(), seat);
    }

    /// The seat that a Request-URI names; a phone that is alone takes every call.
    private Optional<Seat> seat(Request request) {
        Seat named = request.uri() instanceof SipUri uri ? seats.get(uri.user()) : null;
        if (named != null) {
            return Optional.of(named);
        }
        List<SoftPhone> phones = seats.values().stream().map(Seat::phone).distinct().toList();
        return phones.size() == 1 ? Optional.of(phones.getFirst().seat()) : Optional.empty();
    }

    /// Ends all sockets and the thread; close the phones first, so that they say goodbye.
    @Override
    public void close() {
        engine.close();
    }

    /// Takes what comes outside of dialogs.
    private final class Desk implements UserAgent.Handler {
        @Override
        public void invited(Session session, Request invite) {
            seat(invite)
                    .ifPresentOrElse(
                            seat -> seat.phone().invited(seat, session, invite),
                            () -> session.reject(404, "Not Found", List.of()));
        }

        @Override
        public void requested(ServerTransaction transaction) {
            transaction.respond(
                    agent.responding(transaction)
                            .add(HeaderName.ALLOW, ALLOW)
                            .response(status(transaction.request().method())));
        }

        private static int status(Method method) {
            if (method.equals(Method.OPTIONS) || method.equals(Method.MESSAGE)) {
                return 200;
            }
            if (method.equals(Method.NOTIFY)) {
                return 481;
            }
            return method.equals(Method.REFER) ? 603 : 405;
        }
    }

    /// From the sockets to the user agent.
    private record Ear(UserAgent agent, List<Consumer<Hop>> closed) implements Inbound {
        @Override
        public void received(SipMessage message, Hop from) {
            agent.received(message, from);
        }

        @Override
        public void malformed(Malformed malformed, Hop from) {}

        @Override
        public void failed(SipMessage message, Hop hop) {
            agent.failed(message, hop);
        }

        @Override
        public void connectionClosed(Hop hop) {
            List.copyOf(closed).forEach(listener -> listener.accept(hop));
        }
    }
}
