package io.referee.server.transfer;

import io.referee.server.call.EventDialog;
import io.referee.sip.header.Event;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.session.UserAgent;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.subscription.ReferNotifying;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Transfers whose asker wants no subscription made for it and asks for one itself, at a URI that
/// nobody else can guess (RFC 7614 §3, `transfers.md` 0.7). *Engine thread only.*
final class ExplicitEvents {
    /// Who may watch one transfer; one more is refused.
    static final int MAX_SUBSCRIBERS = 8;

    private final Outside outside;
    private final TransferSettings settings;
    private final EventDialogs dialogs;
    private final Consumer<Hop> guessed;
    private final Map<String, State> byToken = new HashMap<>();

    /// @param guessed is told from where somebody asked for what is not there
    ExplicitEvents(
            Outside outside,
            TransferSettings settings,
            EventDialogs dialogs,
            Consumer<Hop> guessed) {
        this.outside = outside;
        this.settings = settings;
        this.dialogs = dialogs;
        this.guessed = guessed;
    }

    /// How a transfer stands that may be asked for, and who has asked.
    final class State implements Asker {
        private final String token;
        private final List<Subscription> subscribers = new ArrayList<>(1);
        private int status = 100;
        private boolean over;
        private boolean unknown;

        private State(String token) {
            this.token = token;
        }

        /// Where to subscribe, as `hop` reaches us: what came by TLS is asked for by TLS.
        Header at(Hop hop) {
            Outside.Local us = outside.localAddress(hop);
            SipUri plain = SipUri.of(token, us.host(), us.port()).withParameter("gr", "");
            SipUri uri = hop.transport().secure() ? plain.asSecure() : plain;
            return Header.of(ReferNotifying.REFER_EVENTS_AT, '<' + uri.text() + '>');
        }

        @Override
        public void progress(int now) {
            status = now;
            subscribers.forEach(one -> one.progress(now));
        }

        @Override
        public void finished(int last, Runnable told) {
            status = last;
            close();
            subscribers.forEach(one -> one.finished(last, () -> {}));
            told.run();
        }

        /// Nobody can tell any more what comes of it.
        void giveUp() {
            unknown = true;
            close();
            subscribers.forEach(Subscription::giveUp);
        }

        private void close() {
            over = true;
            outside.schedule(settings.times().retention(), () -> byToken.remove(token));
        }

        @Override
        public Duration byeGrace() {
            return settings.times().byeGrace();
        }

        /// @param seconds 0 to be told once only
        private void subscribed(Subscription subscription, long seconds) {
            if (unknown) {
                subscription.giveUp();
                return;
            }
            if (over || seconds == 0) {
                subscription.finished(status, () -> {});
                return;
            }
            subscribers.add(subscription);
            subscription.open();
            if (status > 100) {
                subscription.progress(status);
            }
        }
    }

    /// A REFER was accepted.
    State open() {
        State state = new State(outside.token());
        byToken.put(state.token, state);
        return state;
    }

    /// A SUBSCRIBE for a refer event outside of dialogs. Whoever does not know such a URI learns
    /// nothing.
    void subscribed(UserAgent agent, ServerTransaction transaction) {
        Request request = transaction.request();
        Optional<State> state =
                request.uri() instanceof SipUri uri
                        ? Optional.ofNullable(byToken.get(uri.user()))
                        : Optional.empty();
        if (state.isEmpty()) {
            guessed.accept(transaction.hop());
            transaction.respond(agent.responding(transaction).response(403));
            return;
        }
        if (state.get().subscribers.size() >= MAX_SUBSCRIBERS) {
            transaction.respond(agent.responding(transaction).response(480));
            return;
        }
        Optional<EventDialog> dialog = EventDialog.of(agent, transaction);
        if (dialog.isEmpty()) {
            transaction.respond(agent.responding(transaction).response(400, "Missing Contact"));
            return;
        }
        Event event = ReferEvents.of(request).orElse(Event.REFER);
        Subscription subscription = dialogs.open(dialog.get(), request, event);
        long asked = Numbers.parse(request.value(HeaderName.EXPIRES).orElse("60"), 60);
        subscription.lasts(asked);
        long granted = subscription.granted(asked);
        transaction.respond(
                dialog.get()
                        .responding(transaction)
                        .add(HeaderName.EXPIRES, Long.toString(granted))
                        .response(200));
        state.get().subscribed(subscription, asked);
    }
}
