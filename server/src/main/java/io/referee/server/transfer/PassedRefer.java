package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.sip.header.Event;
import io.referee.sip.header.SubscriptionState;
import io.referee.sip.header.SubscriptionState.Reason;
import io.referee.sip.header.SubscriptionState.Standing;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.subscription.Notifier;
import io.referee.sip.subscription.ReferNotifying;
import io.referee.sip.subscription.Sipfrag;
import io.referee.sip.transaction.ServerTransaction;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A REFER that was passed on (`transfers.md` A1): the transferor hears what the other party
/// answers and what its NOTIFYs tell, with the ids of its own dialog and nothing else in them. The
/// call stays as it is; its parties hang up when they like. *Engine thread only.*
final class PassedRefer implements Running, OutgoingRefer.Watch {
    /// What may be said to a REFER in a dialog that shall live on (RFC 5057 §5.1); a challenge is
    /// not the transferor's to answer.
    private static final Set<Integer> HARMLESS =
            Set.of(400, 403, 420, 421, 429, 488, 491, 500, 503, 603, 606);

    private final Order order;
    private final Call call;
    private final Leg transferor;
    private final ServerTransaction asked;
    private final SentRefers sent;
    private final TransferSettings settings;
    private final Whereabouts whereabouts;
    private final OutgoingRefer refer;
    private final ReferProgress progress;
    private final PlacedElsewhere placed;
    private final ReferNotifying notifying;
    private final HeldBye hold;
    private final ReferGuard guard;
    private final List<Told> early = new ArrayList<>(1);
    private @Nullable Event event;
    private ExplicitEvents.@Nullable State elsewhere;
    private Optional<RemoteEvents> remote = Optional.empty();
    private int lastStatus = 100;
    private boolean silent;
    private boolean asksStill;

    private record Told(SubscriptionState state, int status) {}

    /// Where it goes on.
    ///
    /// @param released run once when it is over
    /// @param consume run instead of an answer when we are to transfer ourselves
    /// @param revoked run when what the other party may do because of it ends early
    /// @param explicit where the transferor is told that asks to be told elsewhere
    record Whereabouts(
            Runnable released, Runnable consume, Runnable revoked, PassedEvents explicit) {}

    PassedRefer(
            Order order,
            ServerTransaction asked,
            SentRefers sent,
            TransferSettings settings,
            Whereabouts whereabouts) {
        this.order = order;
        this.call = order.call();
        this.transferor = order.transferor();
        this.asked = asked;
        this.sent = sent;
        this.settings = settings;
        this.whereabouts = whereabouts;
        this.notifying = ReferNotifying.asked(asked.request());
        this.refer = new OutgoingRefer(order.transferee(), call.legs().outside(), settings, this);
        this.hold = new HeldBye(order, settings.pass().byeDelay());
        this.guard = new ReferGuard(refer, hold);
        this.progress = new ReferProgress(order, "pass", refer, call.legs().outside().now());
        this.placed = new PlacedElsewhere(call.legs().outside());
    }

    /// @param request what is passed on
    void start(Request request, List<Header> headers) {
        call.guard(guard);
        sent.send(refer, headers, ReferrerToken.type(request), ReferrerToken.body(request));
    }

    /// The other party has called, and its call came to us.
    void linked(Call call, Leg caller) {
        progress.linked(caller.id());
        placed.began(call);
    }

    // ---- the answer

    @Override
    public void answered(Response response) {
        progress.answered(response);
        if (asked.answered()) {
            return;
        }
        if (response.success()) {
            accepted(response);
        } else if (settings.pass().fallback()
                && (response.status() == 405 || response.status() == 501)) {
            silent = true;
        } else {
            silent = true;
            boolean challenged = response.status() == 401 || response.status() == 407;
            refused(challenged ? 403 : harmless(response.status()), response);
        }
    }

    /// The same status if the dialog lives on with it, else 603.
    static int harmless(int status) {
        return HARMLESS.contains(status) ? status : 603;
    }

    /// A 420 has to name what is not known (RFC 3261 §21.4.15).
    private void refused(int status, Response response) {
        MessageBuilder answer = transferor.session().responding(asked);
        if (status == 420) {
            response.values(HeaderName.UNSUPPORTED)
                    .forEach(option -> answer.add(HeaderName.UNSUPPORTED, option));
        }
        asked.respond(answer.response(status));
    }

    private void accepted(Response response) {
        MessageBuilder answer = transferor.session().responding(asked);
        ReferNotifying granted = ReferNotifying.granted(notifying, response);
        if (granted == ReferNotifying.DECLINED) {
            answer.add(HeaderName.REFER_SUB, "false");
        }
        if (granted == ReferNotifying.EXPLICIT) {
            elsewhere(response, answer);
            return;
        }
        asked.respond(answer.response(response.status()));
        if (!granted.notifies()) {
            silent = true;
            refer.giveUp("Nobody wanted to be told");
            return;
        }
        long cseq = asked.request().cseq().number();
        event = settings.refer().event(cseq, transferor.countRefer());
        tellEarly();
    }

    /// The transferor asks at a URI of ours, and we at the other party's.
    private void elsewhere(Response response, MessageBuilder answer) {
        ExplicitEvents.State state = whereabouts.explicit().open();
        elsewhere = state;
        asked.respond(answer.add(state.at(asked.hop())).response(response.status()));
        tellEarly();
        remote = whereabouts.explicit().subscribe(refer, response);
    }

    private void tellEarly() {
        early.forEach(told -> tell(told.state(), told.status()));
        early.clear();
    }

    // ---- NOTIFY

    @Override
    public void told(SubscriptionState state, int status) {
        progress.told(status);
        if (!asked.answered()) {
            early.add(new Told(state, status));
        } else {
            tell(state, status);
        }
    }

    private void tell(SubscriptionState state, int status) {
        ExplicitEvents.State there = elsewhere;
        if (there != null) {
            tell(there, state, status);
            return;
        }
        Event ours = event;
        boolean last = (state.over() || asksStill) && settings.refer().notifyAfterBye();
        boolean left = transferor.over() && !last;
        lastStatus = status > 0 ? status : lastStatus;
        if (silent || left || ours == null) {
            return;
        }
        silent = state.over();
        SubscriptionState said =
                state.standing() == Standing.OTHER ? SubscriptionState.active(0) : state;
        List<Header> headers =
                List.of(
                        Header.of(HeaderName.EVENT, ours.text()),
                        Header.of(HeaderName.SUBSCRIPTION_STATE, said.text()));
        transferor
                .session()
                .request(
                        Method.NOTIFY,
                        headers,
                        Sipfrag.CONTENT_TYPE,
                        Sipfrag.of(lastStatus).bytes(),
                        response -> silent |= Notifier.ends(response.status()));
    }

    private void tell(ExplicitEvents.State there, SubscriptionState state, int status) {
        if (silent) {
            return;
        }
        silent = state.over() || status >= 200;
        if (status >= 200) {
            there.finished(status, () -> {});
        } else if (silent) {
            there.giveUp();
        } else if (status > 0) {
            there.progress(status);
        }
    }

    // ---- SUBSCRIBE

    /// Whether nothing more is told to the transferor.
    boolean silent() {
        return silent || refer.over() && transferor.over();
    }

    boolean isFor(Event wanted) {
        Event ours = event;
        return ours != null && (ours.matches(wanted) || Event.REFER.matches(wanted));
    }

    /// The transferor refreshes or ends the subscription, which is the other party's. One that does
    /// so when it has hung up wants to hear of progress, too.
    void subscribed(ServerTransaction transaction) {
        asksStill = transferor.over();
        List<Header> headers = new ArrayList<>(2);
        headers.add(Header.of(HeaderName.EVENT, refer.event().text()));
        transaction
                .request()
                .value(HeaderName.EXPIRES)
                .ifPresent(expires -> headers.add(Header.of(HeaderName.EXPIRES, expires)));
        refer.subscribe(headers, response -> relay(transaction, response));
    }

    private void relay(ServerTransaction transaction, Response response) {
        MessageBuilder answer = transferor.session().responding(transaction);
        response.value(HeaderName.EXPIRES).ifPresent(e -> answer.add(HeaderName.EXPIRES, e));
        transaction.respond(answer.response(response.success() ? 200 : 403));
    }

    // ---- the end

    @Override
    public void over(OutgoingRefer.Outcome outcome) {
        call.unguard();
        whereabouts.released().run();
        progress.over(outcome, call.legs().outside().now());
        remote.ifPresent(RemoteEvents::end);
        hold.release();
        if (!asked.answered()) {
            fellBack(outcome);
        } else if (outcome instanceof OutgoingRefer.Outcome.Unknown && heard()) {
            tell(SubscriptionState.terminated(Reason.GIVEUP), 0);
        }
    }

    /// A transferee that hangs up first ends the subscription with the call.
    private boolean heard() {
        return elsewhere != null || !transferor.over() || guard.transferorLeftFirst();
    }

    private void fellBack(OutgoingRefer.Outcome outcome) {
        if (outcome instanceof OutgoingRefer.Outcome.Failed) {
            whereabouts.consume().run();
        } else if (outcome instanceof OutgoingRefer.Outcome.Unknown) {
            silent = true;
            ReferDoor.respond(transferor, asked, 603);
        }
    }

    /// F20: the transferor learns it, the two talk on, and nobody else is called. The other party's
    /// NOTIFYs are answered and passed on to nobody.
    @Override
    public void cutOff(Predicate<Order> whose) {
        if (refer.over() || !whose.test(order)) {
            return;
        }
        if (asked.answered()) {
            tell(SubscriptionState.terminated(Reason.NORESOURCE), 403);
        } else {
            ReferDoor.respond(transferor, asked, 603);
        }
        silent = true;
        whereabouts.revoked().run();
        refer.cutOff();
        placed.forbid();
    }

    /// The other party may be calling already.
    @Override
    public boolean abort(String reason) {
        return false;
    }

    @Override
    public TransferView view() {
        return progress.view();
    }

    @Override
    public ReferStanding refer() {
        return progress.standing();
    }
}
