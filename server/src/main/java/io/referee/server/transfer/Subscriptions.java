package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.header.Event;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The refer subscriptions that live in dialogs, so that a SUBSCRIBE there can refresh them or end
/// them (RFC 3515 §2.4.4), also when the transferor has hung up. *Engine thread only.*
final class Subscriptions {
    private final Outside outside;
    private final TransferSettings settings;

    /// By id of the transferor's leg.
    private final Map<String, Usage> usages = new HashMap<>();

    /// The same by our tag in the dialog: all that a request shows when its call is over.
    private final Map<String, Usage> byTag = new HashMap<>();

    /// What the REFERs in the dialog of a leg have made of it.
    private record Usage(Leg leg, List<Subscription> subscriptions) {

        boolean over() {
            return subscriptions.stream().allMatch(Subscription::over);
        }

        /// The one that an Event names; the latest first.
        Optional<Subscription> of(Event event) {
            return subscriptions.reversed().stream()
                    .filter(one -> !one.over() && one.isFor(event))
                    .findFirst();
        }
    }

    Subscriptions(Outside outside, TransferSettings settings) {
        this.outside = outside;
        this.settings = settings;
    }

    /// Lets a SUBSCRIBE find it.
    void remember(Leg leg, Subscription subscription) {
        Usage usage = usages.computeIfAbsent(leg.id(), _ -> new Usage(leg, new ArrayList<>(1)));
        byTag.put(leg.session().localTag(), usage);
        usage.subscriptions().removeIf(Subscription::over);
        usage.subscriptions().add(subscription);
        sweepLater(leg);
    }

    /// The one that a REFER of the peer of the leg made before with the same Refer-To, and that
    /// still lasts: some phones refresh it by another REFER instead of a SUBSCRIBE.
    Optional<Subscription> repeated(Leg leg, Request refer) {
        Usage usage = usages.get(leg.id());
        return usage == null
                ? Optional.empty()
                : usage.subscriptions().stream().filter(one -> one.isRepeatedBy(refer)).findFirst();
    }

    /// Event values of those that the peer of the leg waits for.
    List<String> awaited(Leg leg) {
        Usage usage = usages.get(leg.id());
        if (usage == null) {
            return List.of();
        }
        return usage.subscriptions().stream()
                .filter(one -> !one.over())
                .map(Subscription::name)
                .toList();
    }

    private void sweepLater(Leg leg) {
        // Until all of them are over the leg is kept, with its call: so not for longer than needed.
        Duration often = settings.times().expires().dividedBy(4).plusSeconds(2);
        outside.schedule(often, () -> sweep(leg));
    }

    private void sweep(Leg leg) {
        Usage usage = usages.get(leg.id());
        if (usage != null && usage.over()) {
            usages.remove(leg.id());
            byTag.remove(leg.session().localTag());
        } else if (usage != null) {
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
        Optional<Subscription> found = named(usages.get(leg.id()), request);
        if (found.isPresent()) {
            refresh(leg, found.get(), transaction);
        } else {
            ReferDoor.respond(leg, transaction, 403, "No such subscription");
        }
    }

    private static Optional<Subscription> named(@Nullable Usage usage, Request request) {
        Event event = ReferEvents.of(request).orElse(Event.REFER);
        return usage == null ? Optional.empty() : usage.of(event);
    }

    /// A SUBSCRIBE in a dialog whose call is over: the subscription keeps it alive until its last
    /// NOTIFY (RFC 5057 §5.5). False when there is none.
    boolean within(ServerTransaction transaction) {
        Request request = transaction.request();
        if (!request.is(Method.SUBSCRIBE) || !ReferEvents.isRefer(request)) {
            return false;
        }
        Usage usage = byTag.get(request.toTag());
        if (usage == null || !outlives(usage.leg(), request)) {
            return false;
        }
        Optional<Subscription> found = named(usage, request);
        found.ifPresent(subscription -> refresh(usage.leg(), subscription, transaction));
        return found.isPresent();
    }

    /// Whether the request is in the dialog of this leg, whose call is over.
    static boolean outlives(Leg leg, Request request) {
        Session session = leg.session();
        return leg.over()
                && request.callId().equals(session.callId())
                && request.toTag().equals(session.localTag())
                && request.fromTag().equals(session.remoteTag());
    }

    private void refresh(Leg leg, Subscription subscription, ServerTransaction transaction) {
        Request request = transaction.request();
        long seconds = Numbers.parse(request.value(HeaderName.EXPIRES).orElse("60"), 60);
        long granted = subscription.granted(seconds);
        transaction.respond(
                leg.session()
                        .responding(transaction)
                        .add(HeaderName.EXPIRES, Long.toString(granted))
                        .response(200));
        subscription.refresh(seconds);
    }
}
