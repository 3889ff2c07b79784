package io.referee.sip.proxy;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.routing.MaxBreadth;
import io.referee.sip.transaction.TransactionLayer;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Makes the copies that a proxy sends (RFC 3261 §16.6 steps 1 to 8). *Engine thread only.*
final class Forwarding {
    static final HeaderName MAX_BREADTH = MaxBreadth.HEADER;

    private final Outside outside;
    private final TransactionLayer transactions;
    private final Routing routing;

    Forwarding(Outside outside, TransactionLayer transactions, Routing routing) {
        this.outside = outside;
        this.transactions = transactions;
        this.routing = routing;
    }

    /// A copy and where it goes.
    record Copy(Request request, Hop hop) {}

    /// What is the same for all copies of one request.
    ///
    /// @param from the side that the request came from
    /// @param breadth what each copy may fork further (RFC 5393 §5.3.3)
    record Common(Arrival arrival, Hop from, String fingerprint, int breadth) {}

    Copy copy(Common common, Target target) {
        Request original = common.arrival().request();
        List<String> routes = new ArrayList<>(common.arrival().routes());
        Uri uri = target.uri() instanceof SipUri sip ? sip.asRequestUri() : target.uri();
        Hop hop = target.hop();
        if (!routes.isEmpty()) {
            Uri first = Arrival.uriOf(routes.getFirst()).orElse(uri);
            hop = routing.hop(first);
            if (first instanceof SipUri strict && !strict.parameters().has("lr")) {
                routes.removeFirst();
                routes.add('<' + uri.text() + '>');
                uri = strict;
            }
        }
        MessageBuilder builder = Arrival.withRoutes(MessageBuilder.from(original), routes);
        if (recorded(original)) {
            record(builder, common.from(), hop);
        }
        builder.pushVia(Fingerprint.mark(transactions.via(hop), common.fingerprint()))
                .set(HeaderName.MAX_FORWARDS, Integer.toString(original.maxForwards() - 1))
                .set(MAX_BREADTH, Integer.toString(common.breadth()));
        return new Copy(builder.request(original.method(), uri), hop);
    }

    private boolean recorded(Request request) {
        boolean begins =
                request.is(Method.INVITE)
                        || request.is(Method.SUBSCRIBE)
                        || request.is(Method.REFER);
        return begins && request.toTag().isEmpty() && routing.stays(request);
    }

    /// Puts our address on top, and where the transport changes both of ours, so that each side
    /// sees the one that it can reach (RFC 5658 §4).
    private void record(MessageBuilder builder, Hop from, Hop to) {
        List<String> values = new ArrayList<>(2);
        values.add(own(to));
        if (from.transport() != to.transport()) {
            values.add(own(from));
        }
        builder.addFirst(HeaderName.RECORD_ROUTE, String.join(", ", values));
    }

    private String own(Hop side) {
        Outside.Local local = outside.localAddress(side);
        SipUri uri = SipUri.of("", local.host(), local.port());
        SipUri full =
                side.transport() == Transport.UDP
                        ? uri
                        : uri.withParameter(
                                "transport", side.transport().text().toLowerCase(Locale.ROOT));
        return '<' + full.withParameter("lr", "").text() + '>';
    }
}
