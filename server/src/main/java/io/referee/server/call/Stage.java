package io.referee.server.call;

import io.referee.server.event.SecurityFact;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Rings several places at once; the first that answers wins and the others are cancelled. *Engine
/// thread only.*
final class Stage implements LegUser {
    private static final int CONTACTS_AT_MOST = 5;
    private static final int LONGEST_CONTACT = 150;

    private final Legs legs;
    private final Dial dial;
    private final List<Leg> ringing = new ArrayList<>(2);
    private final List<Dial> branches = new ArrayList<>(0);
    private final List<Delayed> delayed = new ArrayList<>(0);
    private final Map<Leg, Target> places = new HashMap<>(4);
    private final List<Failure.Rejected> rejected = new ArrayList<>(2);
    private final Flows flows = new Flows();
    private final Function<Target, Legs.Placing> order;
    private Outside.@Nullable Alarm patience;
    private Instant deadline = Instant.MAX;
    private Failure worst = Failure.of(480, "Temporarily Unavailable");
    private int bestRank = Integer.MAX_VALUE;
    private boolean over;
    private boolean placing = true;

    /// Somebody who is rung later than the others.
    private static final class Delayed {
        private final int leg;
        private final Duration delay;
        private final Runnable start;
        private Outside.@Nullable Alarm alarm;

        Delayed(TargetOptions options, Runnable start) {
            this.leg = options.leg();
            this.delay = options.delay();
            this.start = start;
        }
    }

    Stage(Legs legs, Dial dial, Function<Target, Legs.Placing> order) {
        this.legs = legs;
        this.dial = dial;
        this.order = order;
    }

    /// Starts ringing; after `limit` without an answer all are cancelled and the failure is 408.
    void start(Route.Ring ring, Duration limit) {
        ringUntil(legs.outside().now().plus(limit));
        List<Target> targets = ring.targets();
        for (Target target :
                flows.first(targets.subList(0, Math.min(Dial.MAX_TARGETS, targets.size())))) {
            begin(target.options(), () -> ring(target));
        }
        for (Route.Branch branch : ring.branches()) {
            begin(branch.options(), () -> ring(branch));
        }
        placing = false;
        settle();
    }

    private void begin(TargetOptions options, Runnable start) {
        if (over) {
            return;
        }
        if (options.delay().isZero()) {
            start.run();
            return;
        }
        Delayed later = new Delayed(options, start);
        delayed.add(later);
        later.alarm = legs.outside().schedule(options.delay(), () -> begin(later));
    }

    private void begin(Delayed later) {
        if (delayed.remove(later) && !over) {
            if (later.alarm != null) {
                later.alarm.cancel();
            }
            later.start.run();
            settle();
        }
    }

    private void ring(Target target) {
        Leg leg = legs.place(order.apply(target), this);
        places.put(leg, target);
        ringing.add(leg);
    }

    private void ring(Route.Branch branch) {
        Dial inner = new Dial(legs, new Inner());
        branches.add(inner);
        Function<Target, Target> change =
                target -> target.with(target.options().within(branch.options()));
        Duration left = Duration.between(legs.outside().now(), deadline);
        inner.start(branch.route(), target -> order.apply(change.apply(target)), left);
    }

    /// From now on it rings for `limit` at most, and no longer than before.
    void shorten(Duration limit) {
        Instant latest = legs.outside().now().plus(limit);
        if (latest.isBefore(deadline)) {
            ringUntil(latest);
        }
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
    void cancel(String cause, String reasonHeader) {
        if (!over) {
            close();
            cancelAll(cause, reasonHeader);
        }
    }

    /// Stops ringing one of them, which counts as if it had refused with this status.
    void giveUp(Leg leg, int status, String reason) {
        if (over) {
            return;
        }
        if (ringing.remove(leg)) {
            leg.cancel(reason, Leg.reasonValue(status, reason));
            places.remove(leg);
            count(status, reason);
        } else {
            List.copyOf(branches).forEach(branch -> branch.giveUp(leg, status, reason));
        }
    }

    /// The legs that ring now.
    List<Leg> ringing() {
        if (branches.isEmpty()) {
            return List.copyOf(ringing);
        }
        List<Leg> all = new ArrayList<>(ringing);
        branches.forEach(branch -> all.addAll(branch.ringing()));
        return all;
    }

    private void timeOut() {
        if (!over) {
            close();
            cancelAll("No answer", Leg.reasonValue(408, "Request Timeout"));
            dial.failed(new Failure(408, "Request Timeout", List.copyOf(rejected), true));
        }
    }

    private void cancelAll(String cause, String reasonHeader) {
        for (Leg leg : List.copyOf(ringing)) {
            leg.cancel(cause, reasonHeader);
        }
        for (Dial branch : List.copyOf(branches)) {
            branch.cancel(cause, reasonHeader);
        }
        for (Delayed later : delayed) {
            if (later.alarm != null) {
                later.alarm.cancel();
            }
        }
        ringing.clear();
        branches.clear();
        delayed.clear();
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
            dial.outcome().ringing(leg, response);
        }
    }

    @Override
    public void requested(Leg leg, ServerTransaction transaction) {
        if (transaction.request().is(Method.UPDATE)) {
            dial.outcome().requested(leg, transaction);
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
        ringing.remove(leg);
        won(leg, response);
    }

    private void won(Leg leg, Response response) {
        close();
        cancelAll("Answered elsewhere", Leg.reasonValue(200, "Call completed elsewhere"));
        dial.answered(leg, response);
    }

    @Override
    public void rejected(Leg leg, Response response) {
        ringing.remove(leg);
        Target place = places.remove(leg);
        noteRedirection(leg, response);
        if (over) {
            return;
        }
        Optional<Target> next =
                place == null ? Optional.empty() : flows.after(place, response.status());
        if (next.isPresent()) {
            ring(next.get());
            return;
        }
        if (place != null) {
            rejected.add(new Failure.Rejected(place, response));
        }
        count(response.status(), response.reason());
    }

    /// Whoever redirects may want others to pay: the audit knows of it, followed or not.
    private static void noteRedirection(Leg leg, Response response) {
        List<String> contacts = response.values(HeaderName.CONTACT);
        if (response.status() / 100 == 3 && !contacts.isEmpty()) {
            String where =
                    contacts.stream()
                            .limit(CONTACTS_AT_MOST)
                            .map(Stage::shown)
                            .collect(Collectors.joining(", "));
            String source = leg.session().hop().host();
            String account = leg.identity().account();
            String reason = response.status() + " to " + where;
            leg.publish(new SecurityFact("redirected", source, account, reason, 1));
        }
    }

    /// Without what may be secret in it.
    private static String shown(String contact) {
        Optional<Uri> uri = NameAddr.parse(contact).map(NameAddr::uri);
        return uri.map(
                        to ->
                                switch (to) {
                                    case SipUri sip -> sip.bare().text();
                                    case OtherUri other -> other.scheme() + ":";
                                    default -> to.text();
                                })
                .map(text -> text.substring(0, Math.min(LONGEST_CONTACT, text.length())))
                .orElse("what cannot be read");
    }

    private void count(int status, String reason) {
        int rank = Failure.rank(status);
        if (rank < bestRank) {
            bestRank = rank;
            worst = Failure.of(status, reason);
        }
        if (status >= 600) {
            cancelAll("Declined", Leg.reasonValue(status, reason));
        }
        settle();
    }

    /// When nobody rings any more, the leg of the dial string that would be rung next is rung at
    /// once, with all its places.
    private void settle() {
        if (over || placing || !ringing.isEmpty() || !branches.isEmpty()) {
            return;
        }
        Optional<Delayed> next = delayed.stream().min(Comparator.comparing(later -> later.delay));
        if (next.isPresent()) {
            int leg = next.get().leg;
            delayed.stream().filter(later -> later.leg == leg).toList().forEach(this::begin);
        } else {
            close();
            dial.failed(new Failure(worst.status(), worst.reason(), List.copyOf(rejected), false));
        }
    }

    @Override
    public void cancelled(Leg leg, Request cancel) {}

    @Override
    public void ended(Leg leg, Ending ending) {
        ringing.remove(leg);
    }

    /// What comes of a route within the ring.
    private final class Inner implements Dial.Outcome {
        @Override
        public void ringing(Leg leg, Response response) {
            Stage.this.ringing(leg, response);
        }

        @Override
        public void answered(Leg leg, Response response) {
            forget();
            won(leg, response);
        }

        @Override
        public void failed(int status, String reason) {
            forget();
            if (!over) {
                count(status, reason);
            }
        }

        @Override
        public void failed(Failure failure) {
            if (!over) {
                rejected.addAll(failure.rejected());
            }
            failed(failure.status(), failure.reason());
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            Stage.this.requested(leg, transaction);
        }

        @Override
        public void announced(int status, String reason, List<Header> headers) {
            dial.outcome().announced(status, reason, headers);
        }

        private void forget() {
            branches.removeIf(Dial::over);
        }
    }
}
