package io.referee.server.provider;

import io.referee.server.account.Provider;
import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.Event;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.SubscriptionState;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Our subscription to the message waiting of one provider (RFC 3842, RFC 6665 §4.1). *Engine
/// thread only.*
final class MwiSubscription {
    /// The package.
    static final Event MESSAGE_SUMMARY = new Event("message-summary", "");

    private static final String CONTENT_TYPE = "application/simple-message-summary";
    private static final int SECONDS = 3_600;

    /// When it is tried again after a failure, and how much later at the most.
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private static final int AGAIN_SPREAD_MILLIS = 60_000;

    private final Outside outside;
    private final UserAgent agent;
    private final RegisterRequest target;
    private String callId = "";
    private String tag = "";
    private @Nullable Request first;
    private @Nullable Dialog dialog;
    private Outside.@Nullable Alarm alarm;
    private boolean over;

    MwiSubscription(Outside outside, UserAgent agent, RegisterRequest target) {
        this.outside = outside;
        this.agent = agent;
        this.target = target;
    }

    Provider provider() {
        return target.provider();
    }

    /// Subscribes, in a new dialog.
    void start() {
        if (over) {
            return;
        }
        NameAddr self = NameAddr.of(RegisterRequest.address(provider()));
        MessageBuilder builder = agent.request(Method.SUBSCRIBE, self, self, target.hop());
        target.routed(builder);
        Request request = asking(builder, SECONDS).request(Method.SUBSCRIBE, self.uri());
        callId = request.callId();
        tag = request.fromTag();
        first = request;
        dialog = null;
        send(request);
    }

    private MessageBuilder asking(MessageBuilder builder, int seconds) {
        return builder.add(HeaderName.CONTACT, target.contact(agent))
                .add(HeaderName.EVENT, MESSAGE_SUMMARY.text())
                .add(HeaderName.ACCEPT, CONTENT_TYPE)
                .add(HeaderName.EXPIRES, Integer.toString(seconds));
    }

    private void send(Request request) {
        agent.send(
                request,
                target.hop(),
                agent.reach(),
                ProviderAuthorizer.ofCalls(provider(), outside::token),
                this::responded);
    }

    private void responded(Response response) {
        if (over) {
            return;
        }
        Request begun = first;
        if (!response.success()) {
            dialog = null;
            later(AGAIN.plusMillis(outside.random(AGAIN_SPREAD_MILLIS)), this::start);
            return;
        }
        if (dialog == null && begun != null) {
            dialog = Dialog.uac(begun, response);
        }
        if (dialog != null) {
            dialog = dialog.withLocalSeq(response.cseq().number());
        }
        int seconds =
                (int) Numbers.parse(response.value(HeaderName.EXPIRES).orElse("").strip(), SECONDS);
        later(Registration.refreshAfter(seconds), this::refresh);
    }

    private void refresh() {
        within(SECONDS);
    }

    private void within(int seconds) {
        Dialog now = dialog;
        if (now == null) {
            start();
            return;
        }
        dialog = now.nextSeq();
        Request request =
                asking(agent.request(Method.SUBSCRIBE, dialog, target.hop()), seconds)
                        .request(Method.SUBSCRIBE, dialog.requestUri());
        send(request);
    }

    private void later(Duration in, Runnable what) {
        silence();
        alarm = outside.schedule(in, what);
    }

    private void silence() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /// Whether a request belongs to it: a NOTIFY may come before the answer to the SUBSCRIBE.
    boolean has(Request request) {
        return !callId.isEmpty() && request.callId().equals(callId) && request.toTag().equals(tag);
    }

    /// A NOTIFY of it came; one that ends it makes us subscribe again.
    void notified(Request notify) {
        boolean ended =
                notify.value(HeaderName.SUBSCRIPTION_STATE)
                        .flatMap(SubscriptionState::parse)
                        .map(SubscriptionState::over)
                        .orElse(false);
        if (ended && !over) {
            dialog = null;
            later(AGAIN.plusMillis(outside.random(AGAIN_SPREAD_MILLIS)), this::start);
        }
    }

    /// Takes the subscription back.
    void end() {
        silence();
        if (dialog != null) {
            within(0);
        }
        over = true;
    }
}
