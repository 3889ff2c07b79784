package io.referee.sip.session;

import io.referee.sip.header.Replaces;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.SameDelay;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Sessions that are over. They stay known for 64*T1, so that what crosses their end is answered by
/// us; after a moment, in which most of it comes, as what is [left][Remains] of them. *Engine
/// thread only.*
final class Departed {
    /// Longer than what is on its way takes; short, because what is whole when the collector comes
    /// is copied.
    private static final Duration FRESH = Duration.ofMillis(200);

    private final UserAgent agent;
    private final Map<String, Remains> remains = new HashMap<>();
    private final SameDelay<Session> fresh;
    private final SameDelay<Session> whole;
    private final SameDelay<Remains> left;

    Departed(UserAgent agent, Outside outside, Duration remembered) {
        Duration moment = remembered.compareTo(FRESH) < 0 ? remembered : FRESH;
        Duration rest = remembered.minus(moment);
        this.agent = agent;
        this.fresh = new SameDelay<>(outside, moment, this::rest);
        this.whole = new SameDelay<>(outside, rest, agent::forget);
        this.left = new SameDelay<>(outside, rest, this::forget);
    }

    /// It is over since now.
    void add(Session session) {
        fresh.add(session);
    }

    private void rest(Session session) {
        Optional<Remains> what = Remains.of(session);
        if (what.isEmpty()) {
            whole.add(session);
        } else if (agent.forget(session)) {
            remains.put(what.get().localTag(), what.get());
            left.add(what.get());
        }
    }

    private void forget(Remains one) {
        remains.remove(one.localTag(), one);
    }

    /// What is left of the session with this Call-ID and tag of ours.
    Optional<Remains> find(String callId, String localTag) {
        return Optional.ofNullable(remains.get(localTag))
                .filter(one -> one.callId().equals(callId));
    }

    /// Whether it is one of these that the header names.
    boolean named(Replaces replaces) {
        return find(replaces.callId(), replaces.toTag())
                .filter(one -> one.named(replaces))
                .isPresent();
    }

    /// How many there are but those that are whole.
    int size() {
        return remains.size();
    }
}
