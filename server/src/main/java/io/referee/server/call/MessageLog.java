package io.referee.server.call;

import io.referee.server.event.EventSink;
import io.referee.server.event.SipMessageFact;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

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
    private final Map<String, Leg> legs = new HashMap<>();
    private final Map<String, List<Waiting>> waiting = new LinkedHashMap<>();

    private record Waiting(Instant at, SipMessageFact fact) {}

    public MessageLog(Outside outside, EventSink events) {
        this.outside = outside;
        this.events = events;
    }

    void opened(Leg leg) {
        String callId = leg.session().callId();
        legs.put(callId, leg);
        List<Waiting> early = waiting.remove(callId);
        if (early != null) {
            for (Waiting one : early) {
                publish(one.at(), leg, one.fact());
            }
        }
    }

    /// Late messages of a dialog still belong to it.
    void closed(Leg leg) {
        String callId = leg.session().callId();
        if (legs.size() > MAX_LEGS) {
            legs.remove(callId, leg);
        } else {
            outside.schedule(AFTERMATH, () -> legs.remove(callId, leg));
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
        Leg leg = legs.get(message.callId());
        if (leg != null) {
            publish(outside.now(), leg, fact);
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

    private void publish(Instant at, Leg leg, SipMessageFact fact) {
        Ids ids = leg.ids();
        events.publish(at, ids.owner(), ids.call(), ids.chain(), leg.id(), fact);
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
        return local.host() + ':' + local.port();
    }

    private static String text(Hop hop) {
        return hop.host() + ':' + hop.port();
    }
}
