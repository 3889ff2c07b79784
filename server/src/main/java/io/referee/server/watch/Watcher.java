package io.referee.server.watch;

import io.referee.server.call.EventDialog;
import io.referee.server.watch.DialogDocument.Scope;
import io.referee.sip.header.Event;
import io.referee.sip.header.SubscriptionState;
import io.referee.sip.header.SubscriptionState.Reason;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.subscription.Notifier;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// One subscription to the dialogs of an account (RFC 6665 §4.2, RFC 4235 §3). All that happens
/// within a second goes into one NOTIFY, and the next one waits for the answer to the one before,
/// so that the versions arrive in order; a dialog that ends is told of in any case. *Engine thread
/// only.*
final class Watcher {
    /// Least time between two NOTIFYs, unless the watcher asks for one (RFC 4235 §3.10).
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /// When to try again, for those whose subscription ends because we do.
    static final int RETRY_SECONDS = 10;

    private static final byte[] NOTHING = new byte[0];

    private final Who who;
    private final EventDialog dialog;
    private final Event event;
    private final Outside outside;
    private final WatchedLegs legs;
    private final Keeper keeper;
    private final Set<String> changed = new LinkedHashSet<>();
    private final Map<String, DialogElement> ended = new LinkedHashMap<>();
    private final Map<String, DialogElement> told = new HashMap<>();
    private Notifier.State state = new Notifier.State.Terminated();
    private long version;
    private long sent;
    private boolean unanswered;
    private Instant lastSent = Instant.EPOCH;
    private Outside.@Nullable Alarm expiry;
    private Outside.@Nullable Alarm soon;

    /// What a NOTIFY is about.
    private record Content(Scope scope, List<DialogElement> dialogs) {}

    /// Who watches whom.
    ///
    /// @param subscriber the account that watches, `name@domain`
    /// @param watched whose dialogs it sees
    record Who(String subscriber, String watched) {}

    /// Whoever keeps the subscriptions.
    interface Keeper {
        /// Whether the one may still see the dialogs of the other.
        boolean allows(Who who);

        /// The subscription is over.
        void forget(Watcher watcher);
    }

    Watcher(Who who, EventDialog dialog, Event event, WatchedLegs legs, Keeper keeper) {
        this.who = who;
        this.dialog = dialog;
        this.event = event;
        this.outside = legs.outside();
        this.legs = legs;
        this.keeper = keeper;
    }

    Who who() {
        return who;
    }

    /// Where it is told.
    EventDialog dialog() {
        return dialog;
    }

    /// Whether a SUBSCRIBE in the dialog means this subscription.
    boolean isFor(Event asked) {
        return event.matches(asked);
    }

    /// Whether a request is in its dialog.
    boolean has(Request request) {
        return dialog.has(request);
    }

    // ---- what happens to it

    /// The first NOTIFY, with all that there is; the only one when the lifetime is zero.
    void open(Duration lifetime) {
        apply(Notifier.active(lifetime, NOTHING, outside.now()), this::whole);
    }

    /// A SUBSCRIBE in the dialog was accepted; zero ends the subscription.
    void refresh(Duration lifetime) {
        on(new Notifier.Event.Refreshed(lifetime), this::whole);
    }

    /// It is over. Who may not know any more is not told anything.
    void end(Reason reason) {
        Reason told = keeper.allows(who) ? reason : Reason.REJECTED;
        on(new Notifier.Event.Ended(NOTHING, told), this::whole);
    }

    /// A leg of the account has begun or is another than before.
    void changed(String leg) {
        changed.add(leg);
        tellSoon();
    }

    /// A leg of the account is over.
    void ended(DialogElement last) {
        changed.remove(last.id());
        ended.put(last.id(), last);
        tellSoon();
    }

    private void tellSoon() {
        boolean nothing = changed.isEmpty() && ended.isEmpty();
        if (nothing || unanswered || soon != null || over()) {
            return;
        }
        Duration wait = Duration.between(outside.now(), lastSent.plus(INTERVAL));
        soon = outside.schedule(wait.isNegative() ? Duration.ZERO : wait, this::tell);
    }

    private void tell() {
        soon = null;
        if (!keeper.allows(who)) {
            end(Reason.REJECTED);
        } else if (!unanswered) {
            List<DialogElement> news = news();
            if (!news.isEmpty()) {
                Content content = new Content(Scope.PARTIAL, news);
                on(new Notifier.Event.Changed(NOTHING), () -> content);
            }
        }
    }

    private boolean over() {
        return state instanceof Notifier.State.Terminated;
    }

    // ---- what it does

    private void on(Notifier.Event what, Supplier<Content> content) {
        apply(Notifier.next(state, what, outside.now()), content);
    }

    private void apply(Notifier.Step step, Supplier<Content> content) {
        state = step.state();
        for (Notifier.Effect effect : step.effects()) {
            switch (effect) {
                case Notifier.Effect.Notify notify -> send(notify.state(), content);
                case Notifier.Effect.Expire expire -> expire(expire.after());
                case Notifier.Effect.Forget _ -> forget();
            }
        }
    }

    private void expire(Duration after) {
        if (expiry != null) {
            expiry.cancel();
        }
        expiry = outside.schedule(after, this::due);
    }

    private void due() {
        if (keeper.allows(who)) {
            on(new Notifier.Event.ExpiryDue(), this::whole);
        } else {
            end(Reason.REJECTED);
        }
    }

    private void forget() {
        if (expiry != null) {
            expiry.cancel();
        }
        if (soon != null) {
            soon.cancel();
        }
        keeper.forget(this);
    }

    private void send(SubscriptionState said, Supplier<Content> content) {
        boolean rejected = said.reason() == Reason.REJECTED;
        String type = rejected ? "" : DialogDocument.TYPE.text();
        byte[] body = rejected ? NOTHING : document(content.get());
        lastSent = outside.now();
        unanswered = true;
        sent++;
        long number = sent;
        dialog.notify(headers(said), type, body, response -> answered(number, response));
    }

    private List<Header> headers(SubscriptionState said) {
        return List.of(
                Header.of(HeaderName.EVENT, event.text()),
                Header.of(HeaderName.SUBSCRIPTION_STATE, retrying(said).text()));
    }

    private static SubscriptionState retrying(SubscriptionState said) {
        return said.reason() == Reason.PROBATION
                ? new SubscriptionState(said.standing(), said.reason(), -1, RETRY_SECONDS)
                : said;
    }

    private void answered(long number, Response response) {
        on(new Notifier.Event.Answered(response.status()), this::whole);
        if (number == sent) {
            unanswered = false;
            tellSoon();
        }
    }

    // ---- what it tells

    private byte[] document(Content content) {
        var document =
                new DialogDocument(version, content.scope(), who.watched(), content.dialogs());
        version++;
        return document.octets();
    }

    /// All that there is, what has just ended included.
    private Content whole() {
        told.clear();
        changed.clear();
        legs.of(who.watched()).forEach(leg -> changed.add(leg.id()));
        return new Content(Scope.FULL, news());
    }

    /// What the watcher does not know yet, as much as one document holds; what has ended comes
    /// first.
    private List<DialogElement> news() {
        List<DialogElement> news = new ArrayList<>();
        for (Iterator<DialogElement> each = ended.values().iterator(); room(news, each); ) {
            DialogElement last = each.next();
            told.remove(last.id());
            news.add(last);
            each.remove();
        }
        for (Iterator<String> each = changed.iterator(); room(news, each); ) {
            legs.known(each.next()).ifPresent(leg -> add(news, leg.element(outside.now())));
            each.remove();
        }
        return news;
    }

    private void add(List<DialogElement> news, DialogElement now) {
        if (!now.repeats(told.put(now.id(), now))) {
            news.add(now);
        }
    }

    private static boolean room(List<DialogElement> news, Iterator<?> more) {
        return news.size() < DialogDocument.MAX_DIALOGS && more.hasNext();
    }
}
