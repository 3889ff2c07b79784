package io.referee.sip.proxy;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.routing.MaxBreadth;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transaction.TransactionLayer;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Inside;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.List;

/// A stateful proxy (RFC 3261 §16). Its owner says where requests go ([Routing]); the proxy does
/// the rest: checks, Route and Record-Route, forking, the choice of the best response, CANCEL,
/// Timer C, loops (RFC 5393). *Engine thread only.*
///
/// ```java
/// Routing routing = (request, from) -> Verdict.forward(Target.of(phoneOf(request.uri())));
/// Engine.start(settings, outside -> new Proxy(outside, routing));
/// ```
///
/// A response that belongs to no transaction goes nowhere (RFC 6026 §7.3), and so does a CANCEL
/// (answered 481). Requests with a To tag that come back by Record-Route are sent on without asking
/// [Routing]: who must not relay for strangers has to look at that in front of it.
public final class Proxy implements Inside {
    /// How long a callee may ring without saying anything new (RFC 3261 §16.6 step 11 wants more
    /// than three minutes).
    public static final Duration TIMER_C = Duration.ofSeconds(185);

    /// Targets that one request is sent to at most.
    public static final int MAX_TARGETS = 30;

    private final Outside outside;
    private final Timing timing;
    private final Routing routing;
    private final TransactionLayer transactions;
    private final Forwarding forwarding;
    private final PhoneFlows flows;
    private final Fingerprint fingerprint;

    /// A proxy with the times of the RFC.
    public Proxy(Outside outside, Routing routing) {
        this(outside, Timing.STANDARD, routing);
    }

    /// A proxy with other times, such as those of a slow network.
    public Proxy(Outside outside, Timing timing, Routing routing) {
        this.outside = outside;
        this.timing = timing;
        this.routing = routing;
        this.transactions = new TransactionLayer(outside, timing, new FromTransactions());
        this.flows = new PhoneFlows(outside);
        this.forwarding = new Forwarding(outside, transactions, routing, flows);
        this.fingerprint = new Fingerprint(outside.token());
    }

    @Override
    public void received(SipMessage message, Hop from) {
        transactions.received(message, from);
    }

    @Override
    public void failed(SipMessage message, Hop hop) {
        transactions.failed(message, hop);
    }

    /// How many transactions are alive.
    public int size() {
        return transactions.size();
    }

    /// Whether a URI is one of our own addresses, on any transport.
    private boolean ours(SipUri uri, Hop from) {
        int port = uri.port() > 0 ? uri.port() : uri.secure() ? 5061 : 5060;
        for (Transport transport : Transport.values()) {
            Outside.Local local = outside.localAddress(new Hop(transport, from.address(), 0));
            if (local.port() == port && local.host().equalsIgnoreCase(uri.host())) {
                return true;
            }
        }
        return routing.named(uri);
    }

    private Arrival arrival(Request request, Hop from) {
        return Arrival.of(request, uri -> ours(uri, from));
    }

    private void requested(ServerTransaction transaction) {
        Request request = transaction.request();
        String mark = fingerprint.of(request);
        if (request.maxForwards() < 1) {
            transaction.respond(483);
        } else if (Fingerprint.looped(request, mark)) {
            transaction.respond(482);
        } else if (request.count(HeaderName.PROXY_REQUIRE) > 0) {
            transaction.respond(badExtension(transaction));
        } else {
            decide(transaction, mark);
        }
    }

    /// We have no extension of proxies (RFC 3261 §16.3 step 5).
    private static Response badExtension(ServerTransaction transaction) {
        MessageBuilder builder = transaction.responding();
        for (String option : transaction.request().values(HeaderName.PROXY_REQUIRE)) {
            builder.add(HeaderName.UNSUPPORTED, option);
        }
        return builder.response(420);
    }

    private void decide(ServerTransaction transaction, String mark) {
        Arrival arrival = arrival(transaction.request(), transaction.hop());
        switch (verdict(arrival, transaction.hop())) {
            case Verdict.Refuse refuse -> transaction.respond(refuse.status());
            case Verdict.Here here -> here.handler().accept(transaction);
            case Verdict.Forward forward -> forward(transaction, arrival, forward, mark);
        }
    }

    /// A token in our own Route comes first: who could show it was told it by us.
    private Verdict verdict(Arrival arrival, Hop from) {
        return switch (flows.way(arrival.users(), from)) {
            case PhoneFlows.Way.Forged _ -> Verdict.refuse(403);
            case PhoneFlows.Way.To(Hop flow) -> Verdict.forward(new Target(arrival.uri(), flow));
            case PhoneFlows.Way.Open _ ->
                    arrival.withinDialog()
                            ? Verdict.forward(Target.of(arrival.uri()))
                            : routing.route(arrival.request(), from);
        };
    }

    private void forward(
            ServerTransaction transaction, Arrival arrival, Verdict.Forward verdict, String mark) {
        List<Target> targets = verdict.targets();
        targets = targets.subList(0, Math.min(targets.size(), MAX_TARGETS));
        int breadth = breadth(transaction.request());
        if (targets.isEmpty()) {
            transaction.respond(480);
        } else if (targets.size() > breadth) {
            transaction.respond(transaction.responding().response(440, "Max-Breadth Exceeded"));
        } else if (!reachable(targets, arrival)) {
            transaction.respond(416);
        } else {
            var common =
                    new Forwarding.Common(
                            arrival, transaction.hop(), mark, breadth / targets.size());
            new ResponseContext(transaction, timing.giveUp())
                    .start(
                            targets.stream().map(to -> forwarding.copy(common, to)).toList(),
                            transactions,
                            outside);
        }
    }

    /// Only a Route can lead to a URI of another scheme (RFC 3261 §16.3 step 2).
    private static boolean reachable(List<Target> targets, Arrival arrival) {
        return !arrival.routes().isEmpty()
                || targets.stream().allMatch(target -> target.uri() instanceof SipUri);
    }

    private static int breadth(Request request) {
        return MaxBreadth.of(request).value();
    }

    /// An ACK for a 2xx goes the way of its dialog, without a transaction (RFC 3261 §16.11).
    private void acknowledged(Request ack, Hop from) {
        Arrival arrival = arrival(ack, from);
        String mark = fingerprint.of(ack);
        if (ack.maxForwards() < 1 || Fingerprint.looped(ack, mark)) {
            return;
        }
        if (verdict(arrival, from) instanceof Verdict.Forward(List<Target> targets)
                && !targets.isEmpty()
                && reachable(targets, arrival)) {
            var common = new Forwarding.Common(arrival, from, mark, breadth(ack));
            Forwarding.Copy copy = forwarding.copy(common, targets.getFirst());
            outside.transmit(copy.request(), copy.hop());
        }
    }

    private final class FromTransactions implements TransactionLayer.User {
        @Override
        public void requested(ServerTransaction transaction) {
            Proxy.this.requested(transaction);
        }

        @Override
        public void acknowledged(Request ack, Hop from) {
            Proxy.this.acknowledged(ack, from);
        }

        @Override
        public void stray(Response response, Hop from) {}
    }
}
