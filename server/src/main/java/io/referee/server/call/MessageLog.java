package io.referee.server.call;

import io.referee.server.event.EventSink;
import io.referee.server.event.SipMessageFact;
import io.referee.sip.message.SharedText;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.SameDelay;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives each SIP message its place in the stream of its call. A message that comes before there is
/// a leg (the INVITE itself, and its challenge) waits until a leg with its Call-ID begins, or is
/// forgotten. *Engine thread only.*
public final class MessageLog {
    /// Call-IDs that wait for a leg.
    static final int MAX_WAITING_CALLS = 1_000;

    /// Messages that wait for a leg, for one Call-ID.
    static final int MAX_WAITING_MESSAGES = 8;

    /// Legs that are known; above it, those that are over are forgotten at once.
    static final int MAX_LEGS = 100_000;

    private static final Duration AFTERMATH = Duration.ofSeconds(33);

    private final Outside outside;
    private final EventSink events;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, List<Waiting>> waiting = new LinkedHashMap<>();

    private final SameDelay<Place> aftermath;

    private record Waiting(Instant at, SipMessageFact fact) {}

    /// Where messages belong: to a leg, or to one that is over, of which only its ids are kept.
    private static final class Place {
        private final String callId;
        private final String id;
        private @Nullable Leg leg;
        private Ids ids;

        Place(String callId, Leg leg) {
            this.callId = callId;
            this.id = leg.id();
            this.leg = leg;
            this.ids = leg.ids();
        }

        Ids ids() {
            return leg == null ? ids : leg.ids();
        }

        void closed() {
            ids = ids();
            leg = null;
        }
    }

    public MessageLog(Outside outside, EventSink events) {
        this.outside = outside;
        this.events = events;
        this.aftermath = new SameDelay<>(outside, AFTERMATH, this::forget);
    }

    private void forget(Place place) {
        places.remove(place.callId, place);
    }

    void opened(Leg leg) {
        String callId = leg.session().callId();
        Place place = new Place(callId, leg);
        places.put(callId, place);
        List<Waiting> early = waiting.remove(callId);
        if (early != null) {
            for (Waiting one : early) {
                publish(one.at(), place, one.fact());
            }
        }
    }

    /// Late messages of a dialog still belong to it.
    void closed(Leg leg) {
        String callId = leg.session().callId();
        Place place = places.get(callId);
        if (place == null || place.leg != leg) {
            return;
        }
        if (places.size() > MAX_LEGS) {
            places.remove(callId);
        } else {
            place.closed();
            aftermath.add(place);
        }
    }

    /// A message came in.
    public void received(SipMessage message, Hop from, Outside.Local local) {
        note(
                message,
                new SipMessageFact(true, name(from), text(local), text(from), message.encoded()));
    }

    /// A message goes out.
    public void sent(SipMessage message, Hop to, Outside.Local local) {
        note(
                message,
                new SipMessageFact(false, name(to), text(local), text(to), message.encoded()));
    }

    private void note(SipMessage message, SipMessageFact fact) {
        Place place = places.get(message.callId());
        if (place != null) {
            publish(outside.now(), place, fact);
        } else if (message.cseq().method().equals(io.referee.sip.message.Method.INVITE)) {
            keep(message.callId(), fact);
        }
    }

    private void keep(String callId, SipMessageFact fact) {
        List<Waiting> list = waiting.get(callId);
        if (list == null) {
            if (waiting.size() >= MAX_WAITING_CALLS) {
                waiting.remove(waiting.keySet().iterator().next());
            }
            list = new ArrayList<>(2);
            waiting.put(callId, list);
        }
        if (list.size() < MAX_WAITING_MESSAGES) {
            list.add(new Waiting(outside.now(), fact));
        }
    }

    private void publish(Instant at, Place place, SipMessageFact fact) {
        Ids ids = place.ids();
        events.publish(at, ids.owner(), ids.call(), ids.chain(), place.id, fact);
    }

    private static String name(Hop hop) {
        return switch (hop.transport()) {
            case UDP -> "udp";
            case TCP -> "tcp";
            case TLS -> "tls";
            case WS -> "ws";
            case WSS -> "wss";
        };
    }

    private static String text(Outside.Local local) {
        return SharedText.of(local.host() + ':' + local.port());
    }

    private static String text(Hop hop) {
        return SharedText.of(hop.host() + ':' + hop.port());
    }
}
