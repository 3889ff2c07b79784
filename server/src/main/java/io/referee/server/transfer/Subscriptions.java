package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.header.Event;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The refer subscriptions that live in dialogs, so that a SUBSCRIBE there can refresh them or end
/// them (RFC 3515 §2.4.4). *Engine thread only.*
final class Subscriptions {
    private final Outside outside;
    private final TransferSettings settings;

    /// By transferor leg.
    private final Map<String, List<Subscription>> subscriptions = new HashMap<>();

    Subscriptions(Outside outside, TransferSettings settings) {
        this.outside = outside;
        this.settings = settings;
    }

    /// Lets a SUBSCRIBE find it.
    void remember(Leg leg, Subscription subscription) {
        List<Subscription> list = subscriptions.computeIfAbsent(leg.id(), id -> new ArrayList<>(1));
        list.removeIf(Subscription::over);
        list.add(subscription);
        sweepLater(leg);
    }

    private void sweepLater(Leg leg) {
        outside.schedule(settings.times().ring().plusSeconds(120), () -> sweep(leg));
    }

    private void sweep(Leg leg) {
        List<Subscription> list = subscriptions.getOrDefault(leg.id(), List.of());
        if (list.stream().allMatch(Subscription::over)) {
            subscriptions.remove(leg.id());
        } else {
            sweepLater(leg);
        }
    }

    /// A SUBSCRIBE within the dialog of a leg.
    void subscribed(Leg leg, ServerTransaction transaction) {
        Request request = transaction.request();
        if (!ReferEvents.isRefer(request)) {
            ReferDoor.respond(leg, transaction, 489, "Bad Event");
            return;
        }
        Event event = ReferEvents.of(request).orElse(Event.REFER);
        for (Subscription one : subscriptions.getOrDefault(leg.id(), List.of()).reversed()) {
            if (!one.over() && one.isFor(event)) {
                long seconds = Numbers.parse(request.value(HeaderName.EXPIRES).orElse("60"), 60);
                long granted =
                        seconds == 0 ? 0 : settings.times().ring().plusSeconds(60).toSeconds();
                transaction.respond(
                        leg.session()
                                .responding(transaction)
                                .add(HeaderName.EXPIRES, Long.toString(granted))
                                .response(200));
                one.refresh(seconds);
                return;
            }
        }
        ReferDoor.respond(leg, transaction, 403, "No such subscription");
    }
}
