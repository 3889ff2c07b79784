package io.referee.server.transfer;

import io.referee.server.transfer.NotifyStyles.NotifyStyle;
import io.referee.sip.header.Event;
import io.referee.sip.header.SubscriptionState;
import io.referee.sip.header.SubscriptionState.Reason;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.subscription.Notifier;
import io.referee.sip.subscription.Sipfrag;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The implicit subscription of a REFER: tells the transferor by NOTIFY how the transfer goes (RFC
/// 3515 §2.4.4, `transfers.md` 0.7). No failure of a NOTIFY ever touches the transfer. *Engine
/// thread only.*
///
/// It lasts as long as the transfer does: its first NOTIFY says for how long that usually is, and a
/// later one says more when the target has not answered by then. A subscriber that has named a time
/// itself is told until then, and has to refresh (RFC 6665 §4.2.1.1).
final class Subscription implements Asker {
    /// How long before its end it is prolonged: nothing that is sent again takes longer to arrive.
    private static final Duration MARGIN = Duration.ofSeconds(32);

    private final Notified subscriber;
    private final Outside outside;
    private final TransferSettings settings;
    private final Event event;
    private final NotifyStyle style;
    private final String referTo;
    private Instant expires;
    private Instant lastSent = Instant.EPOCH;
    private int lastStatus = 100;
    private boolean over;
    private boolean listens;
    private boolean named;
    private Outside.@Nullable Alarm progressAlarm;
    private Outside.@Nullable Alarm expiryAlarm;

    /// @param asking the request that makes it
    /// @param event names the REFER in its NOTIFYs
    Subscription(
            Notified subscriber,
            Outside outside,
            TransferSettings settings,
            Request asking,
            Event event) {
        this.subscriber = subscriber;
        this.outside = outside;
        this.settings = settings;
        this.event = event;
        this.referTo = asking.value(HeaderName.REFER_TO).orElse("");
        this.style = settings.refer().notifyStyle().of(asking.value(HeaderName.USER_AGENT));
        this.expires = outside.now().plus(lifetime());
    }

    private Duration lifetime() {
        return settings.times().expires();
    }

    /// How many seconds a subscriber gets that asks for so many: never more (RFC 6665 §4.2.1.1).
    long granted(long asked) {
        return Math.min(asked, lifetime().toSeconds());
    }

    /// The subscriber has asked for it itself, for so many seconds.
    void lasts(long asked) {
        named = true;
        expires = outside.now().plusSeconds(granted(asked));
    }

    /// Sends the first NOTIFY and starts the clock.
    void open() {
        if (style == NotifyStyle.IMMEDIATE) {
            lastStatus = 200;
            send(200, SubscriptionState.terminated(Reason.NORESOURCE), Subscription::nothing);
            close();
            return;
        }
        armExpiry();
        send(100, active(), Subscription::nothing);
    }

    private static void nothing() {}

    private SubscriptionState active() {
        long left = Math.max(1, Duration.between(outside.now(), expires).toSeconds());
        return SubscriptionState.active(left);
    }

    private void armExpiry() {
        if (expiryAlarm != null) {
            expiryAlarm.cancel();
        }
        Instant due = named ? expires : expires.minus(MARGIN);
        expiryAlarm =
                outside.schedule(
                        Duration.between(outside.now(), due), named ? this::expire : this::prolong);
    }

    /// The transfer takes longer than usual: several places are rung one after the other.
    private void prolong() {
        if (over) {
            return;
        }
        expires = outside.now().plus(lifetime());
        armExpiry();
        if (!hungUp()) {
            send(lastStatus, active(), Subscription::nothing);
        }
    }

    private void expire() {
        if (!over) {
            send(lastStatus, SubscriptionState.terminated(Reason.TIMEOUT), Subscription::nothing);
            close();
        }
    }

    /// Whether this subscription is meant by an Event; without an id, any of the dialog is.
    boolean isFor(Event asked) {
        return event.matches(asked) || Event.REFER.matches(asked);
    }

    boolean over() {
        return over;
    }

    /// Whether a REFER asks for the same once more, while this lasts.
    boolean isRepeatedBy(Request refer) {
        return !over && refer.value(HeaderName.REFER_TO).filter(referTo::equals).isPresent();
    }

    /// It lasts longer, and the subscriber is told how it stands.
    void again() {
        if (!named) {
            expires = outside.now().plus(lifetime());
            armExpiry();
        }
        send(lastStatus, active(), Subscription::nothing);
    }

    /// The Event value that names it.
    String name() {
        return event.text();
    }

    /// Whether the peer has hung up and has not asked to be told all the same.
    private boolean hungUp() {
        return subscriber.over() && !listens;
    }

    /// A SUBSCRIBE within the dialog: `seconds` of 0 ends the subscription, never the transfer. Who
    /// refreshes after its BYE shows that it listens.
    void refresh(long seconds) {
        listens = subscriber.over();
        if (seconds == 0) {
            send(
                    lastStatus,
                    SubscriptionState.terminated(Reason.NORESOURCE),
                    Subscription::nothing);
            close();
            return;
        }
        lasts(seconds);
        armExpiry();
        send(lastStatus, active(), Subscription::nothing);
    }

    @Override
    public void progress(int status) {
        boolean wanted = style == NotifyStyle.FULL;
        if (over || !wanted || hungUp() || status == lastStatus) {
            return;
        }
        lastStatus = status;
        if (progressAlarm == null) {
            Instant earliest = lastSent.plus(settings.times().notifyInterval());
            Duration wait = Duration.between(outside.now(), earliest);
            progressAlarm =
                    outside.schedule(wait.isNegative() ? Duration.ZERO : wait, this::sendProgress);
        }
    }

    private void sendProgress() {
        progressAlarm = null;
        if (!over && !hungUp()) {
            send(lastStatus, active(), Subscription::nothing);
        }
    }

    @Override
    public void finished(int status, Runnable told) {
        if (over) {
            told.run();
            return;
        }
        if (hungUp() && !settings.refer().notifyAfterBye()) {
            close();
            told.run();
            return;
        }
        lastStatus = status;
        boolean[] once = {false};
        Runnable tell =
                () -> {
                    if (!once[0]) {
                        once[0] = true;
                        told.run();
                    }
                };
        outside.schedule(settings.times().finalNotify(), tell);
        send(status, SubscriptionState.terminated(Reason.NORESOURCE), tell);
        close();
    }

    /// Nobody can tell any more what comes of it.
    void giveUp() {
        if (!over) {
            send(lastStatus, SubscriptionState.terminated(Reason.GIVEUP), Subscription::nothing);
            close();
        }
    }

    @Override
    public Duration byeGrace() {
        return settings.times().byeGrace();
    }

    private void send(int status, SubscriptionState state, Runnable answered) {
        lastSent = outside.now();
        List<Header> headers =
                List.of(
                        Header.of(HeaderName.EVENT, event.text()),
                        Header.of(HeaderName.SUBSCRIPTION_STATE, state.text()));
        subscriber.notify(
                headers,
                Sipfrag.of(status),
                response -> {
                    if (Notifier.ends(response.status())) {
                        close();
                    }
                    answered.run();
                });
    }

    private void close() {
        over = true;
        if (progressAlarm != null) {
            progressAlarm.cancel();
        }
        if (expiryAlarm != null) {
            expiryAlarm.cancel();
        }
    }
}
