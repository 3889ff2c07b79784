package io.referee.softphone;

import io.referee.sip.header.Event;
import io.referee.sip.header.SubscriptionState;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.session.Session;
import io.referee.sip.subscription.Notifier;
import io.referee.sip.subscription.Sipfrag;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// The subscription that an accepted REFER made: it tells how our call to the target goes (RFC 3515
/// §2.4.4), in the dialog of the old call, even when that is over (RFC 5057 §4.1). *Engine thread
/// only.*
final class Referral {
    /// How long the subscription lasts unless it is refreshed.
    static final Duration LIFETIME = Duration.ofMinutes(3);

    private final Session session;
    private final Outside outside;
    private final Event event;
    private final Runnable forget;
    private Notifier.State state;
    private int told = 100;
    private Outside.@Nullable Alarm expiry;

    /// Sends the first NOTIFY.
    ///
    /// @param forget what to do when it is over
    Referral(Session session, Outside outside, Event event, Runnable forget) {
        this.session = session;
        this.outside = outside;
        this.event = event;
        this.forget = forget;
        Notifier.Step first = Notifier.active(LIFETIME, Sipfrag.of(100).bytes(), outside.now());
        this.state = first.state();
        first.effects().forEach(this::apply);
    }

    /// Our call got this response.
    void progressed(int status) {
        if (status == told) {
            return;
        }
        told = status;
        Sipfrag line = Sipfrag.of(status);
        step(
                line.last()
                        ? new Notifier.Event.Ended(
                                line.bytes(), SubscriptionState.Reason.NORESOURCE)
                        : new Notifier.Event.Changed(line.bytes()));
    }

    /// A SUBSCRIBE in the dialog asks for more time, or with zero for the end.
    void refreshed(Duration lifetime) {
        step(new Notifier.Event.Refreshed(lifetime));
    }

    private void step(Notifier.Event happened) {
        Notifier.Step next = Notifier.next(state, happened, outside.now());
        state = next.state();
        next.effects().forEach(this::apply);
    }

    private void apply(Notifier.Effect effect) {
        switch (effect) {
            case Notifier.Effect.Notify(SubscriptionState said, byte[] body) -> notify(said, body);
            case Notifier.Effect.Expire(Duration after) -> {
                silence();
                expiry = outside.schedule(after, () -> step(new Notifier.Event.ExpiryDue()));
            }
            case Notifier.Effect.Forget() -> {
                silence();
                forget.run();
            }
        }
    }

    private void silence() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }

    private void notify(SubscriptionState said, byte[] body) {
        session.request(
                Method.NOTIFY,
                List.of(
                        Header.of(HeaderName.EVENT, event.text()),
                        Header.of(HeaderName.SUBSCRIPTION_STATE, said.text())),
                Sipfrag.CONTENT_TYPE,
                body,
                response -> step(new Notifier.Event.Answered(response.status())));
    }
}
