package io.referee.server.call;

import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Rings several targets at once; the first that answers wins and the others are cancelled. *Engine
/// thread only.*
public final class Dial implements LegUser {
    /// Most targets that are rung at once.
    public static final int MAX_TARGETS = 20;

    private final Legs legs;
    private Outcome outcome;
    private final List<Leg> ringing = new ArrayList<>(2);
    private final Map<Leg, Target> places = new HashMap<>(4);
    private final Flows flows = new Flows();
    private Function<Target, Legs.Placing> order =
            target -> {
                throw new IllegalStateException("not started");
            };
    private Outside.@Nullable Alarm patience;
    private Instant deadline = Instant.MAX;
    private Verdict worst = new Verdict(480, "Temporarily Unavailable");
    private int bestRank = Integer.MAX_VALUE;
    private boolean over;
    private boolean placing = true;

    private record Verdict(int status, String reason) {}

    /// What comes of it: `answered` once or `failed` once, unless it was cancelled.
    public interface Outcome {
        void ringing(Leg leg, Response response);

        /// The ACK of the leg is owed; the leg's user is to be set.
        void answered(Leg leg, Response response);

        void failed(int status, String reason);

        /// An offer in an UPDATE of a leg that rings.
        default void requested(Leg leg, ServerTransaction transaction) {
            leg.session().refuse(transaction, 488);
        }
    }

    public Dial(Legs legs, Outcome outcome) {
        this.legs = legs;
        this.outcome = outcome;
    }

    /// Starts ringing; after `limit` without an answer all are cancelled and the outcome is 408.
    public void start(
            List<Target> targets, Function<Target, Legs.Placing> placings, Duration limit) {
        order = placings;
        ringUntil(legs.outside().now().plus(limit));
        for (Target target :
                flows.first(targets.subList(0, Math.min(MAX_TARGETS, targets.size())))) {
            if (!over) {
                ring(target);
            }
        }
        placing = false;
        settle();
    }

    private void ring(Target target) {
        Leg leg = legs.place(order.apply(target), this);
        places.put(leg, target);
        ringing.add(leg);
    }

    /// From now on somebody else is told, and places what is still to be rung, for `limit` at most
    /// and no longer than before.
    void handTo(Outcome next, Function<Target, Legs.Placing> placings, Duration limit) {
        outcome = next;
        order = placings;
        Instant latest = legs.outside().now().plus(limit);
        if (latest.isBefore(deadline)) {
            ringUntil(latest);
        }
    }

    /// From now on somebody else is told. Answers who was told before.
    Outcome handTo(Outcome next) {
        Outcome former = outcome;
        outcome = next;
        return former;
    }

    private void ringUntil(Instant latest) {
        if (patience != null) {
            patience.cancel();
        }
        deadline = latest;
        Duration left = Duration.between(legs.outside().now(), latest);
        patience = legs.outside().schedule(left, this::timeOut);
    }

    /// Stops ringing. No outcome follows.
    public void cancel(String cause, String reasonHeader) {
        if (!over) {
            close();
            cancelAll(cause, reasonHeader);
        }
    }

    /// Stops ringing one of them, which counts as if it had refused with this status.
    void giveUp(Leg leg, int status, String reason) {
        if (!over && ringing.remove(leg)) {
            leg.cancel(reason, Leg.reasonValue(status, reason));
            places.remove(leg);
            note(status, reason);
            settle();
        }
    }

    /// The legs that ring now.
    public List<Leg> ringing() {
        return List.copyOf(ringing);
    }

    private void timeOut() {
        if (!over) {
            close();
            cancelAll("No answer", Leg.reasonValue(408, "Request Timeout"));
            outcome.failed(408, "Request Timeout");
        }
    }

    private void cancelAll(String cause, String reasonHeader) {
        for (Leg leg : List.copyOf(ringing)) {
            leg.cancel(cause, reasonHeader);
        }
        ringing.clear();
    }

    private void close() {
        over = true;
        if (patience != null) {
            patience.cancel();
        }
    }

    @Override
    public void ringing(Leg leg, Response response) {
        if (!over) {
            outcome.ringing(leg, response);
        }
    }

    @Override
    public void requested(Leg leg, ServerTransaction transaction) {
        if (transaction.request().is(Method.UPDATE)) {
            outcome.requested(leg, transaction);
        } else {
            LegUser.super.requested(leg, transaction);
        }
    }

    @Override
    public void answered(Leg leg, Response response) {
        if (over || !ringing.contains(leg)) {
            leg.session().acknowledge(new byte[0]);
            leg.hangUp("Answered too late", List.of());
            return;
        }
        close();
        ringing.remove(leg);
        cancelAll("Answered elsewhere", Leg.reasonValue(200, "Call completed elsewhere"));
        outcome.answered(leg, response);
    }

    @Override
    public void rejected(Leg leg, Response response) {
        ringing.remove(leg);
        Target place = places.remove(leg);
        if (over) {
            return;
        }
        Optional<Target> next =
                place == null ? Optional.empty() : flows.after(place, response.status());
        if (next.isPresent()) {
            ring(next.get());
            return;
        }
        note(response.status(), response.reason());
        if (response.status() >= 600) {
            cancelAll("Declined", Leg.reasonValue(response.status(), response.reason()));
        }
        settle();
    }

    private void note(int status, String reason) {
        int rank = rank(status);
        if (rank < bestRank) {
            bestRank = rank;
            worst = new Verdict(status, reason);
        }
    }

    private void settle() {
        if (!over && !placing && ringing.isEmpty()) {
            close();
            outcome.failed(worst.status(), worst.reason());
        }
    }

    @Override
    public void cancelled(Leg leg, Request cancel) {}

    @Override
    public void ended(Leg leg, Ending ending) {
        ringing.remove(leg);
    }

    /// Which of several failures the caller hears of: a refusal for everybody first (RFC 3261 §16.7
    /// step 6), then what a person did, then what is wrong with the call, then silence and dead
    /// phones.
    private static int rank(int status) {
        return switch (status) {
            case 486, 480 -> 10;
            case 408, 487 -> 40;
            case 503, 500, 502, 504 -> 50;
            default -> status >= 600 ? 0 : 20 + status / 100;
        };
    }
}
