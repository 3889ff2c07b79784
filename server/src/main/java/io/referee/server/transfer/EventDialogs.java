package io.referee.server.transfer;

import io.referee.server.account.TransferHabits;
import io.referee.server.call.EventDialog;
import io.referee.sip.header.Event;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The dialogs that only carry refer events, so that a SUBSCRIBE in one finds its subscription.
/// *Engine thread only.*
final class EventDialogs {
    /// How often it is looked for dialogs whose subscription is over.
    private static final Duration SWEEP = Duration.ofSeconds(64);

    private final Outside outside;
    private final TransferSettings settings;
    private final Map<String, Entry> byTag = new HashMap<>();

    private record Entry(EventDialog dialog, Subscription subscription) {}

    EventDialogs(Outside outside, TransferSettings settings) {
        this.outside = outside;
        this.settings = settings;
    }

    /// The subscription that a request of somebody outside of dialogs makes there.
    Subscription open(EventDialog dialog, Request asking, Event event) {
        return open(dialog, asking, event, TransferHabits.USUAL);
    }

    /// The same of an account.
    Subscription open(EventDialog dialog, Request asking, Event event, TransferHabits habits) {
        Notified subscriber = Notified.of(dialog);
        TransferSettings rules = settings.of(habits);
        Subscription subscription = new Subscription(subscriber, outside, rules, asking, event);
        byTag.put(dialog.localTag(), new Entry(dialog, subscription));
        sweepLater(dialog.localTag());
        return subscription;
    }

    private void sweepLater(String tag) {
        outside.schedule(SWEEP, () -> sweep(tag));
    }

    private void sweep(String tag) {
        Entry entry = byTag.get(tag);
        if (entry != null && entry.subscription().over()) {
            byTag.remove(tag);
        } else if (entry != null) {
            sweepLater(tag);
        }
    }

    /// A request within one of these dialogs; false when it is in none.
    boolean within(ServerTransaction transaction) {
        Request request = transaction.request();
        Optional<Entry> found =
                Optional.ofNullable(byTag.get(request.toTag()))
                        .filter(entry -> entry.dialog().has(request));
        found.ifPresent(entry -> answer(entry, transaction));
        return found.isPresent();
    }

    private void answer(Entry entry, ServerTransaction transaction) {
        Request request = transaction.request();
        if (!entry.dialog().inOrder(request)) {
            respond(entry, transaction, 500);
        } else if (!request.is(Method.SUBSCRIBE)) {
            respond(entry, transaction, request.is(Method.REFER) ? 603 : 405);
        } else if (!ReferEvents.isRefer(request)) {
            respond(entry, transaction, 489);
        } else if (entry.subscription().over()) {
            respond(entry, transaction, 481);
        } else {
            long seconds = Numbers.parse(request.value(HeaderName.EXPIRES).orElse("60"), 60);
            long granted = entry.subscription().granted(seconds);
            transaction.respond(
                    entry.dialog()
                            .responding(transaction)
                            .add(HeaderName.EXPIRES, Long.toString(granted))
                            .response(200));
            entry.subscription().refresh(seconds);
        }
    }

    private static void respond(Entry entry, ServerTransaction transaction, int status) {
        transaction.respond(entry.dialog().responding(transaction).response(status));
    }
}
