package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.Switchboard;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.subscription.ReferNotifying;
import io.referee.sip.transaction.ServerTransaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Passes the REFER of a phone on to the other party of the call, which then calls the target by
/// itself (`transfers.md` A1). *Engine thread only.*
final class PassDoor {
    /// How long the last of a finished transfer may still be told.
    private static final Duration AFTERWARDS = Duration.ofSeconds(64);

    private final Transfers desk;
    private final TransferSettings settings;
    private final SentRefers sent;
    private final ReferredCalls referred;
    private final PassedTarget target;
    private final PassedEvents explicit;

    /// By transferor leg, so that a SUBSCRIBE there finds them.
    private final Map<String, List<PassedRefer>> passed = new HashMap<>();

    /// Their transferors by our tag in the dialog: all that a request shows when its call is over.
    private final Map<String, Leg> byTag = new HashMap<>();

    PassDoor(Transfers desk, TransferSettings settings, SentRefers sent, ReferredCalls referred) {
        this.desk = desk;
        this.settings = settings;
        this.sent = sent;
        this.referred = referred;
        this.target = new PassedTarget(settings);
        this.explicit = new PassedEvents(desk.explicit(), settings);
    }

    /// The switchboard whose calls it is about; to be said before anything comes.
    void at(Switchboard switchboard) {
        target.dialogs(new NamedDialogs(switchboard));
        explicit.at(switchboard);
        sent.at(switchboard.agent());
    }

    PassedTarget target() {
        return target;
    }

    /// A REFER that was read, of a sender that is trusted and may.
    ///
    /// @param consume what to do when the other party does not know REFER, or is not sent any, and
    ///   the setting `pass.fallback` says so
    void pass(
            Call call,
            Leg leg,
            ServerTransaction transaction,
            ReferRequest.Readable refer,
            Runnable consume) {
        Order order = order(call, leg, refer);
        Optional<Refusal> never = NoRefer.passed(order.transferee(), call.legs());
        if (never.isPresent() && settings.pass().fallback()) {
            consume.run();
            return;
        }
        Transfers.requested(order, "pass");
        Optional<Refusal> no =
                desk.forbidsSending(order)
                        .or(() -> target.forbids(order, transaction.request()))
                        .or(() -> never);
        if (no.isPresent()) {
            refuse(order, transaction, no.get());
            return;
        }
        Runnable released = desk.begun(order);
        PassedRefer passing =
                new PassedRefer(
                        order,
                        transaction,
                        sent,
                        settings,
                        new PassedRefer.Whereabouts(
                                released,
                                consume,
                                () -> target.revoke(order.transferee()),
                                explicit));
        desk.remember(order.id(), passing);
        remember(leg, passing);
        WantedRefer.Mark mark = ReferSender.fresh(WantedRefer.Mark.USUAL, call);
        referred.expect(order, mark, settings.times().supervision(), passing::linked);
        Request told = settings.referredBy().believed(transaction.request(), leg, call.legs());
        passing.start(told, headers(told, order, mark));
    }

    private Order order(Call call, Leg leg, ReferRequest.Readable refer) {
        String account = leg.identity().account();
        String transferor = account.isEmpty() ? leg.partyAddress().uri().text() : "sip:" + account;
        return new Order(
                call.legs().freshId('t'),
                "refer",
                call,
                leg,
                call.bridge().filter(b -> b.has(leg)).map(b -> b.other(leg)).orElse(leg),
                refer.target(),
                whoever(leg),
                refer.referredBy().isEmpty() ? '<' + transferor + '>' : refer.referredBy(),
                List.of(),
                settings.times().supervision(),
                OnFail.RESTORE);
    }

    /// Whose transfers these are, as they are counted: the account's, else of whoever pays for the
    /// leg, else of the host where it lives. Nobody pays for what is passed on.
    private static String whoever(Leg leg) {
        String account = leg.identity().account();
        String known = account.isEmpty() ? leg.identity().payer() : account;
        return known.isEmpty() ? "host:" + leg.session().hop().host() : known;
    }

    private static void refuse(Order order, ServerTransaction transaction, Refusal no) {
        Leg leg = order.transferor();
        leg.publish(new TransferFact.Blocked(order.id(), no.status(), no.reason(), no.setting()));
        MessageBuilder response = leg.session().responding(transaction);
        if (no.status() == 603) {
            response.add(HeaderName.WARNING, "399 referee \"" + no.reason() + '"');
        }
        transaction.respond(response.response(no.status()));
    }

    /// What the other party gets: the target, and what the transferor says of itself, of the
    /// subscription and in headers that are configured, unchanged.
    private List<Header> headers(Request refer, Order order, WantedRefer.Mark mark) {
        List<Header> headers = new ArrayList<>(4);
        headers.add(target.header(order, refer, mark));
        String by = order.referredBy();
        boolean signed = ReferrerToken.in(refer);
        headers.add(Header.of(HeaderName.REFERRED_BY, signed ? by : ReferrerToken.unsigned(by)));
        headers.addAll(target.brought(refer));
        headers.addAll(ReferNotifying.asked(refer).request());
        headers.addAll(ReferrerToken.described(refer));
        return headers;
    }

    private void remember(Leg leg, PassedRefer passing) {
        passed.computeIfAbsent(leg.id(), id -> new ArrayList<>(1)).add(passing);
        byTag.put(leg.session().localTag(), leg);
        sweepLater(leg);
    }

    private void sweepLater(Leg leg) {
        leg.outside().schedule(AFTERWARDS, () -> sweep(leg));
    }

    private void sweep(Leg leg) {
        List<PassedRefer> list = passed.getOrDefault(leg.id(), List.of());
        if (list.stream().allMatch(PassedRefer::silent)) {
            passed.remove(leg.id());
            byTag.remove(leg.session().localTag());
        } else {
            sweepLater(leg);
        }
    }

    /// A request in the dialog of one of our own subscriptions, or a SUBSCRIBE in the dialog of a
    /// transferor that has hung up; false when it is neither.
    boolean within(ServerTransaction transaction) {
        return explicit.within(transaction) || sent.within(transaction) || afterwards(transaction);
    }

    private boolean afterwards(ServerTransaction transaction) {
        Request request = transaction.request();
        Leg leg = request.is(Method.SUBSCRIBE) ? byTag.get(request.toTag()) : null;
        return leg != null && Subscriptions.outlives(leg, request) && subscribed(leg, transaction);
    }

    /// A SUBSCRIBE within the dialog of a transferor; false when it is about none of these.
    boolean subscribed(Leg leg, ServerTransaction transaction) {
        Request subscribe = transaction.request();
        var event = ReferEvents.of(subscribe).filter(e -> ReferEvents.isRefer(subscribe));
        for (PassedRefer one : passed.getOrDefault(leg.id(), List.of()).reversed()) {
            if (event.isPresent() && !one.silent() && one.isFor(event.get())) {
                one.subscribed(transaction);
                return true;
            }
        }
        return false;
    }
}
