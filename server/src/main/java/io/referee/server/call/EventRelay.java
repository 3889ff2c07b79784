package io.referee.server.call;

import io.referee.sip.header.Event;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.transaction.ServerTransaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Subscriptions that the parties of a call have to each other, in its dialogs: of a conference as
/// a rule, whose focus is one of them (`transfers.md` A15). They concern us not at all: SUBSCRIBE
/// and NOTIFY cross, each with its event. *Engine thread only.*
final class EventRelay {
    /// Events that the parties of one call may tell each other of.
    private static final int MOST = 16;

    private static final List<HeaderName> OF_EVENTS =
            List.of(
                    HeaderName.EVENT,
                    HeaderName.EXPIRES,
                    HeaderName.of("Min-Expires"),
                    HeaderName.SUBSCRIPTION_STATE,
                    HeaderName.ACCEPT);

    /// Whose subscription to what the other party knows of: NOTIFYs of nothing else cross.
    private final Set<String> subscribed = new HashSet<>(1);

    /// Whether it is about an event that we do not serve within calls.
    boolean takes(Leg other, Request request) {
        Optional<String> event =
                ReferEvents.isRefer(request)
                        ? Optional.empty()
                        : request.value(HeaderName.EVENT).flatMap(Event::parse).map(Event::type);
        return event.isPresent()
                && (request.is(Method.SUBSCRIBE)
                        || request.is(Method.NOTIFY)
                                && subscribed.contains(name(other, event.get())));
    }

    private static String name(Leg subscriber, String event) {
        return subscriber.id() + ' ' + event.toLowerCase(Locale.ROOT);
    }

    void relay(Leg leg, Leg other, ServerTransaction transaction) {
        Request request = transaction.request();
        if (request.is(Method.SUBSCRIBE) && subscribed.size() < MOST) {
            request.value(HeaderName.EVENT)
                    .flatMap(Event::parse)
                    .ifPresent(event -> subscribed.add(name(leg, event.type())));
        }
        if (!other.confirmed()) {
            leg.session().refuse(transaction, 491);
            return;
        }
        other.session()
                .request(
                        request.method(),
                        headers(request),
                        request.value(HeaderName.CONTENT_TYPE).orElse(""),
                        request.body(),
                        response -> answered(leg, transaction, response));
    }

    /// 489 ends nothing but the subscription (RFC 5057 §5.1).
    private static void answered(Leg leg, ServerTransaction transaction, Response response) {
        if (leg.over()) {
            leg.session().refuse(transaction, 481);
        } else if (response.success() || response.status() == 489) {
            transaction.respond(
                    leg.session()
                            .responding(transaction)
                            .addAll(headers(response))
                            .response(response.status(), response.reason()));
        } else {
            OfferRelay.relayFailure(leg, transaction, response);
        }
    }

    private static List<Header> headers(SipMessage message) {
        List<Header> headers = new ArrayList<>(HeaderRule.copiedWithBody(message));
        for (HeaderName name : OF_EVENTS) {
            message.value(name).ifPresent(value -> headers.add(Header.of(name, value)));
        }
        return headers;
    }
}
