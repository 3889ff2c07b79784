package io.referee.sip.session;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The sending of one request. To an address, that is one transaction and nothing more. To a name,
/// it is one after the other to the servers behind the name, until one of them answers (RFC 3263
/// §4.3): each is a new transaction, with a new branch and all else the same, so that somebody who
/// gets the request by two ways notices (RFC 3261 §8.2.2.2). *Engine thread only.*
///
/// The next server is tried after a 503, when the request could not be sent, after Timer B or F,
/// and when a server was silent for [Failover#firstResponse]. Not so after a provisional response
/// above 100: then somebody is being rung, and a second try would ring again. Nor after any
/// provisional response when the server falls silent: it has the request. Nor when the request was
/// given up.
///
/// Two servers never ring at the same time: an INVITE that was overtaken is cancelled as soon as a
/// sign of life comes ([Overtaken]).
///
/// A request goes to no address outside of its [Reach]. When there are none but such, it is never
/// sent.
final class Delivery implements ClientTransaction.Listener {
    /// Servers that one request is sent to at the most.
    static final int MAX_ATTEMPTS = 8;

    private final UserAgent agent;
    private final Hop asked;
    private final Reach reach;
    private final User user;
    private List<Hop> left = List.of();
    private List<Hop> tried = List.of();
    private List<InetSocketAddress> unavailable = List.of();
    private List<Overtaken> overtaken = List.of();
    private Request request;
    private boolean searched;
    private boolean barred;
    private boolean stopped;
    private boolean rings;
    private @Nullable ClientTransaction current;
    private Outside.@Nullable Alarm patience;

    /// Who wants a request sent.
    interface User extends ClientTransaction.Listener {
        /// It was not sent to anybody: a final response of our own making.
        void turnedAway(Response response);
    }

    private Delivery(UserAgent agent, Request request, Hop asked, Reach reach, User user) {
        this.agent = agent;
        this.request = request;
        this.asked = asked;
        this.reach = reach;
        this.user = user;
    }

    /// Sends a request. `user` hears of one final response or one failure, as from a transaction.
    static Delivery start(UserAgent agent, Request request, Hop hop, Reach reach, User user) {
        Delivery delivery = new Delivery(agent, request, hop, reach, user);
        if (Targets.named(hop)) {
            delivery.begin();
        } else if (reach.includes(hop)) {
            delivery.current = agent.transactions().send(request, hop, user);
        } else {
            delivery.barred = true;
            delivery.turnAway();
        }
        return delivery;
    }

    /// What was sent last, or waits to be sent.
    Request request() {
        return request;
    }

    /// The transaction under way; null while the servers are searched.
    @Nullable ClientTransaction transaction() {
        return current;
    }

    /// Who hears from now on what comes of a request that was sent to an address.
    void listener(ClientTransaction.Listener next) {
        if (current != null) {
            current.listener(next);
        }
    }

    /// No further server is tried.
    void stop() {
        stopped = true;
        patient();
    }

    /// What is sent to an address needs none of this.
    private void begin() {
        left = new ArrayList<>(2);
        tried = new ArrayList<>(2);
        unavailable = new ArrayList<>(0);
        overtaken = new ArrayList<>(0);
        agent.targets().reached(request.callId(), asked).ifPresent(left::add);
        if (left.isEmpty()) {
            search(this::first);
        } else {
            next();
        }
    }

    private void first() {
        if (stopped) {
            return;
        }
        if (!left.isEmpty()) {
            next();
        } else if (reach.anywhere()) {
            left.add(asked); // cannot be sent either, which the shell will say in its time
            next();
        } else {
            turnAway(); // the shell would look the name up once more, and nobody at what it finds
        }
    }

    /// Later, because whoever began it does not expect an end at once.
    private void turnAway() {
        Response response =
                barred
                        ? Challenges.standIn(request, Reach.REFUSED, reach.refusal())
                        : Challenges.standIn(request, 503);
        agent.outside()
                .schedule(
                        Duration.ZERO,
                        () -> {
                            if (!stopped) {
                                user.turnedAway(response);
                            }
                        });
    }

    private void search(Runnable then) {
        agent.targets()
                .locate(
                        request,
                        asked,
                        found -> {
                            searched = true;
                            for (Hop target : found) {
                                if (!reach.includes(target)) {
                                    barred = true;
                                } else if (!tried.contains(target)
                                        && !unavailable.contains(target.address())
                                        && tried.size() + left.size() < MAX_ATTEMPTS) {
                                    left.add(target);
                                }
                            }
                            then.run();
                        });
    }

    private void next() {
        Hop target = left.removeFirst();
        Hop before = tried.isEmpty() ? asked : tried.getLast();
        tried.add(target);
        request = Readdressing.to(agent, request, before, target);
        ClientTransaction transaction = agent.transactions().send(request, target, this);
        current = transaction;
        if (!searched || !left.isEmpty()) {
            Duration limit = agent.targets().firstResponse();
            patience = agent.outside().schedule(limit, () -> silent(transaction));
        }
    }

    private void patient() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    // ---- silence

    private void silent(ClientTransaction transaction) {
        if (!waitsFor(transaction)) {
            return;
        }
        if (searched) {
            overtake(transaction);
        } else {
            search(() -> overtake(transaction));
        }
    }

    private boolean waitsFor(ClientTransaction transaction) {
        return transaction == current
                && !stopped
                && !transaction.provisionalSeen()
                && !transaction.finished();
    }

    private void overtake(ClientTransaction transaction) {
        if (waitsFor(transaction) && !left.isEmpty()) {
            agent.targets().failed(request, asked, transaction.hop());
            if (request.is(Method.INVITE)) {
                overtaken.add(new Overtaken(agent, transaction, reach));
            } else {
                transaction.abandon();
            }
            next();
        }
    }

    // ---- answers

    @Override
    public void responded(ClientTransaction transaction, Response response) {
        if (transaction != current) {
            late(transaction, response);
            return;
        }
        patient();
        if (response.status() == 503) {
            agent.targets().unavailable(request, asked, transaction.hop(), retryAfter(response));
            if (!rings) {
                avoid(transaction.hop().address());
                goOn(() -> user.responded(transaction, response));
                return;
            }
        } else {
            agent.targets().worked(request, asked, transaction.hop());
        }
        rings |= response.status() > 100 && response.provisional();
        user.responded(transaction, response);
    }

    /// A 503 speaks for the server and not for the transport: it is not asked again over another.
    private void avoid(InetSocketAddress address) {
        unavailable.add(address);
        left.removeIf(target -> target.address().equals(address));
    }

    private void late(ClientTransaction transaction, Response response) {
        for (Overtaken one : overtaken) {
            if (one.is(transaction)) {
                one.responded(response);
            }
        }
    }

    /// RFC 3261 §20.33: seconds, perhaps with a comment or parameters behind them.
    private static Duration retryAfter(Response response) {
        String value =
                response.header(HeaderName.RETRY_AFTER).map(header -> header.value()).orElse("");
        int digits = 0;
        while (digits < value.length()
                && value.charAt(digits) >= '0'
                && value.charAt(digits) <= '9') {
            digits++;
        }
        return Duration.ofSeconds(Math.max(0, Numbers.parse(value.substring(0, digits), 0)));
    }

    @Override
    public void failed(ClientTransaction transaction, Cause cause) {
        if (transaction != current) {
            return;
        }
        patient();
        if (transaction.provisionalSeen()) {
            user.failed(transaction, cause);
        } else {
            agent.targets().failed(request, asked, transaction.hop());
            goOn(() -> user.failed(transaction, cause));
        }
    }

    private void goOn(Runnable giveUp) {
        if (searched || stopped) {
            nextOr(giveUp);
        } else {
            search(() -> nextOr(giveUp));
        }
    }

    private void nextOr(Runnable giveUp) {
        if (stopped || left.isEmpty()) {
            giveUp.run();
        } else {
            next();
        }
    }
}
