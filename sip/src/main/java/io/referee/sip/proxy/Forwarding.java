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

    private static final HeaderName PATH = HeaderName.of("Path");

    private final Outside outside;
    private final TransactionLayer transactions;
    private final Routing routing;
    private final PhoneFlows flows;

    Forwarding(Outside outside, TransactionLayer transactions, Routing routing, PhoneFlows flows) {
        this.outside = outside;
        this.transactions = transactions;
        this.routing = routing;
        this.flows = flows;
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
            boolean byToken =
                    flows.way(common.arrival().users(), common.from()) instanceof PhoneFlows.Way.To;
            record(
                    builder,
                    new Side(common.from(), flows.ofSender(original, common.from())),
                    new Side(hop, flows.ofTarget(target.hop(), hop, byToken)));
        } else if (PhoneFlows.registers(original)) {
            SipUri path = own(new Side(common.from(), flows.token(common.from())));
            builder.addFirst(PATH, '<' + path.withParameter("ob", "").text() + '>');
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

    /// A neighbour, and the token of its flow; empty when any way to it will do.
    private record Side(Hop hop, String token) {}

    /// Puts our address on top, and where the transport changes both of ours, so that each side
    /// sees the one that it can reach (RFC 5658 §4); also when each side has a flow to be named.
    private void record(MessageBuilder builder, Side from, Side to) {
        boolean bothFlows = !from.token().isEmpty() && !to.token().isEmpty();
        boolean twice = from.hop().transport() != to.hop().transport() || bothFlows;
        List<String> values = new ArrayList<>(2);
        String token = twice || from.token().isEmpty() ? to.token() : from.token();
        values.add('<' + own(new Side(to.hop(), token)).text() + '>');
        if (twice) {
            values.add('<' + own(from).text() + '>');
        }
        builder.addFirst(HeaderName.RECORD_ROUTE, String.join(", ", values));
    }

    private SipUri own(Side side) {
        Outside.Local local = outside.localAddress(side.hop());
        SipUri uri = SipUri.of(side.token(), local.host(), local.port());
        Transport transport = side.hop().transport();
        SipUri full =
                transport == Transport.UDP
                        ? uri
                        : uri.withParameter("transport", transport.text().toLowerCase(Locale.ROOT));
        return full.withParameter("lr", "");
    }
}
