package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.Event;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.SubscriptionState;
import io.referee.sip.header.TargetDialog;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Session;
import io.referee.sip.session.UserAgent;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.subscription.Sipfrag;
import io.referee.sip.subscription.Subscriber;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Our subscription to what becomes of a REFER of ours, at the URI that its receiver named (RFC
/// 7614 §3, RFC 6665 §4.1). It goes the way of the REFER, whatever host the URI names: nobody can
/// make us write to a third party. *Engine thread only.*
final class RemoteEvents {
    /// User part of our Contact.
    private static final String CONTACT = "referee";

    private final UserAgent agent;
    private final Outside outside;
    private final TransferSettings.Times times;
    private final OutgoingRefer refer;
    private final Hop hop;
    private final Request first;
    private Subscriber.State state = new Subscriber.State.NotifyWait();
    private @Nullable Dialog dialog;
    private Outside.@Nullable Alarm refresh;
    private Outside.@Nullable Alarm expiry;

    RemoteEvents(UserAgent agent, TransferSettings.Times times, OutgoingRefer refer, SipUri at) {
        Leg leg = refer.leg();
        this.agent = agent;
        this.outside = leg.outside();
        this.times = times;
        this.refer = refer;
        this.hop = leg.session().hop();
        this.first = request(leg.session().dialog().orElseThrow(), at);
    }

    private Request request(Dialog call, SipUri at) {
        NameAddr from = call.local().withoutTag();
        MessageBuilder builder = agent.request(Method.SUBSCRIBE, from, NameAddr.of(at), hop);
        call.routeSet().forEach(route -> builder.add(HeaderName.ROUTE, route.text()));
        TargetDialog proof = new TargetDialog(call.callId(), call.remoteTag(), call.localTag());
        builder.add(HeaderName.TARGET_DIALOG, proof.text());
        return asking(builder, times.supervision().toSeconds())
                .request(Method.SUBSCRIBE, at.asRequestUri());
    }

    private MessageBuilder asking(MessageBuilder builder, long seconds) {
        return builder.add(HeaderName.CONTACT, agent.contact(CONTACT, hop))
                .add(HeaderName.EVENT, Event.REFER.text())
                .add(HeaderName.ACCEPT, Sipfrag.CONTENT_TYPE)
                .add(HeaderName.EXPIRES, Long.toString(seconds));
    }

    /// Our tag, which tells it from all others.
    String tag() {
        return first.fromTag();
    }

    boolean over() {
        return state instanceof Subscriber.State.Terminated;
    }

    /// Subscribes; the REFER is told what comes.
    void start() {
        refer.toldElsewhere();
        expiry = outside.schedule(times.firstNotify(), () -> apply(new Subscriber.Event.TimerN()));
        send(first);
    }

    private void send(Request request) {
        Session session = refer.leg().session();
        agent.send(request, hop, session.reach(), session.authorizer(), this::responded);
    }

    private void responded(Response response) {
        if (!response.success()) {
            apply(new Subscriber.Event.Refused(response.status()));
        } else {
            Dialog now = dialog == null ? Dialog.uac(first, response) : dialog;
            dialog = now.withLocalSeq(Math.max(now.localSeq(), response.cseq().number()));
        }
    }

    /// Whether a request belongs to it: a NOTIFY may come in front of the answer to the SUBSCRIBE.
    boolean has(Request request) {
        Dialog known = dialog;
        return request.callId().equals(first.callId())
                && request.toTag().equals(tag())
                && (known == null || request.fromTag().equals(known.remoteTag()));
    }

    /// A request that belongs to it.
    void received(ServerTransaction transaction) {
        Request request = transaction.request();
        if (!request.is(Method.NOTIFY)) {
            respond(transaction, 405);
        } else if (!ReferEvents.isRefer(request)) {
            respond(transaction, 489);
        } else if (!inOrder(request)) {
            respond(transaction, 500);
        } else {
            respond(transaction, 200);
            notified(request);
        }
    }

    /// The REFER learns it before it learns that nothing more will come.
    private void notified(Request notify) {
        SubscriptionState said =
                notify.value(HeaderName.SUBSCRIPTION_STATE)
                        .flatMap(SubscriptionState::parse)
                        .orElseGet(() -> SubscriptionState.active(-1));
        Subscriber.Step step =
                Subscriber.next(state, new Subscriber.Event.Notified(said, notify.body()));
        state = step.state();
        refer.notified(notify);
        step.effects().forEach(this::run);
    }

    private void respond(ServerTransaction transaction, int status) {
        transaction.respond(agent.responding(transaction).response(status));
    }

    /// The first NOTIFY makes the dialog when it comes in front of the 2xx (RFC 6665 §4.4.1).
    private boolean inOrder(Request notify) {
        if (dialog == null) {
            dialog = Dialog.uas(notify, tag(), first.cseq().number()).orElse(null);
            return true;
        }
        boolean newer = dialog.inOrder(notify);
        dialog = newer ? dialog.withRemoteSeq(notify.cseq().number()) : dialog;
        return newer;
    }

    private void apply(Subscriber.Event event) {
        Subscriber.Step step = Subscriber.next(state, event);
        state = step.state();
        step.effects().forEach(this::run);
    }

    private void run(Subscriber.Effect effect) {
        switch (effect) {
            case Subscriber.Effect.Tell _ -> {} // the REFER was told with the whole NOTIFY
            case Subscriber.Effect.Refresh _ -> within(times.supervision().toSeconds());
            case Subscriber.Effect.Last(Duration again, Duration end) -> last(again, end);
            case Subscriber.Effect.Over _ -> {
                quiet();
                refer.giveUp("The subscription to its events ended without a result");
            }
        }
    }

    private void last(Duration again, Duration end) {
        quiet();
        if (!over()) {
            refresh = outside.schedule(again, () -> apply(new Subscriber.Event.RefreshDue()));
            expiry = outside.schedule(end, () -> apply(new Subscriber.Event.ExpiryDue()));
        }
    }

    private void within(long seconds) {
        Dialog now = dialog;
        if (now != null) {
            dialog = now.nextSeq();
            send(
                    asking(agent.request(Method.SUBSCRIBE, dialog, hop), seconds)
                            .request(Method.SUBSCRIBE, dialog.requestUri()));
        }
    }

    private void quiet() {
        if (refresh != null) {
            refresh.cancel();
        }
        if (expiry != null) {
            expiry.cancel();
        }
    }

    /// Nobody wants to know more.
    void end() {
        if (!over()) {
            quiet();
            state = new Subscriber.State.Terminated();
            within(0);
        }
    }
}
