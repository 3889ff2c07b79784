package io.referee.server.call;

import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.session.KeptInvite;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Has the calls kept that are answered, so that they go on after a restart, however that came
/// about, and of those that ring what it takes to end them then. It reads from the events that a
/// call has changed, notes how it is a moment later, and has the note kept: what happens in between
/// costs one note, and a call that is over by then costs none. *Engine thread only.*
public final class Survivors implements EventSink {
    /// How long a call is answered before it is noted. What is noted is in the database a moment
    /// later, so that a call that was answered a second before the server dies goes on.
    static final Duration FIRST = Duration.ofMillis(500);

    /// How old any later change is when it is noted.
    static final Duration AGAIN = Duration.ofMillis(50);

    /// No phone rings for longer.
    private static final Duration RINGING = Duration.ofMinutes(5);

    private static final Route.Refused CLOSING =
            new Route.Refused(
                    503, "Shutting down", List.of(Header.of(HeaderName.RETRY_AFTER, "10")));

    private final Outside outside;
    private final EventSink next;
    private final CallStore store;
    private @Nullable Switchboard switchboard;
    private Aftermath aftermath = Aftermath.NONE;

    private final Queue fresh = new Queue(FIRST);
    private final Queue again = new Queue(AGAIN);
    private final Set<String> kept = new HashSet<>();

    /// @param next gets every event first
    public Survivors(Outside outside, EventSink next, CallStore store) {
        this.outside = outside;
        this.next = next;
        this.store = store;
    }

    /// Whose calls they are; to be said before anything happens.
    public void at(Switchboard board, Aftermath interrupted) {
        switchboard = board;
        aftermath = interrupted;
        board.legs().whenChanged(this::changed);
    }

    private Switchboard board() {
        if (switchboard == null) {
            throw new IllegalStateException("no switchboard yet");
        }
        return switchboard;
    }

    @Override
    public void publish(
            Instant at, String owner, String call, String chain, String leg, Fact fact) {
        next.publish(at, owner, call, chain, leg, fact);
        switch (fact) {
            case CallFact.Ended _ -> over(call);
            case LegFact.Ringing _,
                    LegFact.Answered _,
                    LegFact.Ended _,
                    CallFact.Held _,
                    CallFact.Resumed _ ->
                    changed(call);
            case BridgeFact _ -> changed(call);
            case TransferFact.Ringing _ -> {}
            case TransferFact _ -> changed(call);
            default -> {}
        }
    }

    private void changed(String call) {
        if (store != CallStore.NONE) {
            (kept.contains(call) ? again : fresh).add(call);
        }
    }

    /// Calls that are to be noted, each this long after its first change. One alarm serves all.
    private final class Queue {
        private final Duration delay;

        /// By call, oldest first: when it is due.
        private final Map<String, Instant> waiting = new LinkedHashMap<>();

        private boolean armed;

        Queue(Duration delay) {
            this.delay = delay;
        }

        void add(String call) {
            if (!waiting.containsKey(call)) {
                waiting.put(call, outside.now().plus(delay));
                arm();
            }
        }

        void remove(String call) {
            waiting.remove(call);
        }

        private void arm() {
            if (!armed && !waiting.isEmpty()) {
                armed = true;
                Instant first = waiting.values().iterator().next();
                outside.schedule(Duration.between(outside.now(), first), this::look);
            }
        }

        private void look() {
            armed = false;
            Instant now = outside.now();
            List<String> due = new ArrayList<>();
            for (Map.Entry<String, Instant> one : waiting.entrySet()) {
                if (one.getValue().isAfter(now)) {
                    break;
                }
                due.add(one.getKey());
            }
            for (String call : due) {
                waiting.remove(call);
                board().call(call).ifPresent(Survivors.this::keep);
            }
            arm();
        }
    }

    private void over(String call) {
        fresh.remove(call);
        again.remove(call);
        if (kept.remove(call)) {
            store.forget(call);
        }
    }

    private void keep(Call call) {
        KeptCall note = note(call);
        if (!note.legs().isEmpty() || !note.waiting().isEmpty()) {
            kept.add(call.id());
            store.keep(note);
        } else if (kept.remove(call.id())) {
            store.forget(call.id());
        }
    }

    /// What cannot go on after the end of the server ends: calls that ring, and transfers whose
    /// target does.
    public void leave() {
        for (Call call : List.copyOf(board().calls())) {
            if (call.answered()) {
                aftermath.leaving(call);
            } else {
                turnAway(call);
            }
        }
    }

    /// A caller that waits may try again, here or elsewhere.
    private static void turnAway(Call call) {
        Optional<Leg> caller =
                call.parties().stream()
                        .filter(leg -> leg.identity().direction() == Direction.INCOMING)
                        .filter(leg -> !leg.over() && !leg.session().confirmed())
                        .findFirst();
        caller.ifPresentOrElse(
                leg -> call.turnAway(leg, CLOSING), () -> call.hangUp(503, CLOSING.reason()));
    }

    /// Notes at once how all calls are: the server is about to end.
    public void keepAll() {
        if (store != CallStore.NONE) {
            List.copyOf(board().calls()).forEach(this::keep);
        }
    }

    /// How the call is now.
    KeptCall note(Call call) {
        List<KeptLeg> legs = new ArrayList<>(2);
        for (Leg leg : call.parties()) {
            leg.kept(aftermath.awaited(leg)).ifPresent(legs::add);
        }
        return new KeptCall(
                call.ids(),
                call.from(),
                call.to(),
                call.since(),
                board().placed().placer(call.id()),
                call.depth(),
                aftermath.moving(call),
                legs,
                call.bridge().flatMap(Bridge::kept),
                aftermath.parked(call),
                waiting(call),
                aftermath.left(call),
                outside.now());
    }

    private List<KeptInvite> waiting(Call call) {
        if (call.answered() && !call.guarded()) {
            return List.of();
        }
        return Stream.concat(call.parties().stream(), board().legs().rung(call.id()).stream())
                .distinct()
                .flatMap(leg -> KeptInvite.of(leg.session()).stream())
                .toList();
    }

    // ---- after the restart

    /// Brings a call back as it was kept, unless it only rang. Nothing is sent before the next
    /// event; then what was interrupted is brought to an end.
    ///
    /// @param credentials by the provider that a leg goes over, see [KeptLeg#provider]
    public void revive(KeptCall call, Credentials credentials) {
        String id = call.ids().call();
        kept.add(id);
        if (call.at().plus(RINGING).isAfter(outside.now())) {
            outside.schedule(Duration.ZERO, () -> giveUp(call.waiting()));
        }
        if (call.legs().isEmpty()) {
            Ids ids = call.ids();
            Fact end = new CallFact.Ended(503, Revival.FAREWELL);
            publish(outside.now(), ids.owner(), id, ids.chain(), "", end);
            return;
        }
        new Revival(board(), aftermath, credentials).of(call);
    }

    /// Those who waited for an answer wait no longer.
    private void giveUp(List<KeptInvite> waiting) {
        waiting.forEach(one -> board().agent().giveUp(one, Revival.FAREWELL));
    }

    /// Who knows the logins at providers.
    public interface Credentials {
        /// Those of this provider, `owner/name`; none when there is no such provider any more.
        io.referee.sip.session.Authorizer of(String provider);
    }

    /// A note that is of no more use: the call is over.
    public void drop(String call) {
        kept.remove(call);
        store.forget(call);
    }
}
