package io.referee.sip.session;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.routing.AvoidList;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The servers that requests to host names go to: found by RFC 3263, those that failed lately last,
/// and the one that a call reached already before all others. *Engine thread only.*
final class Targets {
    /// Calls, and other rows of requests with one Call-ID, whose server is remembered; beyond that,
    /// the one that was used longest ago searches again.
    static final int MAX_REACHED = 10_000;

    private final Outside outside;
    private Failover failover = Failover.STANDARD;
    private AvoidList avoidList = new AvoidList(failover.avoid());
    private final Map<Reach, Hop> reached = new LinkedHashMap<>(16, 0.75f, true);

    /// A name, as one call sees it.
    private record Reach(String callId, Hop asked) {}

    Targets(Outside outside) {
        this.outside = outside;
    }

    void failover(Failover next) {
        failover = next;
        avoidList = new AvoidList(next.avoid());
    }

    Duration firstResponse() {
        return failover.firstResponse();
    }

    List<AvoidList.Avoided> avoided() {
        return avoidList.list(outside.now());
    }

    /// Whether the hop is a name that has to be looked for. A connection that is there needs none.
    static boolean named(Hop hop) {
        return hop.address().isUnresolved() && hop.connection() == 0;
    }

    /// The server that the request's call reached behind that name before.
    Optional<Hop> reached(String callId, Hop asked) {
        return reached.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(reached.get(new Reach(callId, asked)));
    }

    /// Looks for the servers; empty when there are none.
    void locate(Request request, Hop asked, Consumer<List<Hop>> then) {
        outside.locate(
                uri(request, asked),
                found -> then.accept(avoidList.sorted(found.hops(), outside.now())));
    }

    /// What the hop was made of: the first Route or the Request-URI, which may leave transport and
    /// port open; otherwise what the hop itself says.
    private static Uri uri(Request request, Hop asked) {
        Optional<Uri> route =
                request.header(HeaderName.ROUTE)
                        .flatMap(header -> NameAddr.parse(header.value()))
                        .map(NameAddr::uri);
        if (route.isPresent() && Addressing.hop(route.get()).equals(asked)) {
            return route.get();
        }
        if (Addressing.hop(request.uri()).equals(asked)) {
            return request.uri();
        }
        SipUri plain = SipUri.of("", asked.address().getHostString(), asked.port());
        SipUri uri = asked.transport().secure() ? plain.asSecure() : plain;
        return uri.withParameter("transport", asked.transport().parameter());
    }

    /// The server answered: the call stays with it.
    void worked(Request request, Hop asked, Hop target) {
        avoidList.worked(target, outside.now());
        Reach reach = new Reach(request.callId(), asked);
        if (reached.put(reach, target) == null && reached.size() > MAX_REACHED) {
            reached.remove(reached.keySet().iterator().next());
        }
    }

    /// The server was silent or could not be reached.
    void failed(Request request, Hop asked, Hop target) {
        reached.remove(new Reach(request.callId(), asked));
        avoidList.failed(target, outside.now());
    }

    /// The server answered 503, perhaps with the time that it wants to be left alone for.
    void unavailable(Request request, Hop asked, Hop target, Duration retryAfter) {
        reached.remove(new Reach(request.callId(), asked));
        Instant now = outside.now();
        avoidList.failed(target, now, retryAfter);
    }
}
