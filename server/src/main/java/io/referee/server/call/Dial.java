package io.referee.server.call;

import io.referee.sip.message.Header;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ServerTransaction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Follows a route until somebody answers: rings the places that it names, and when none of them
/// answers goes where it says next. *Engine thread only.*
public final class Dial {
    /// Most targets that are rung at once.
    public static final int MAX_TARGETS = 20;

    private final Legs legs;
    private Outcome outcome;
    private Function<Target, Legs.Placing> order =
            target -> {
                throw new IllegalStateException("not started");
            };
    private Duration limit = Duration.ZERO;
    private @Nullable Instant until;
    private boolean redirected;
    private @Nullable Stage stage;
    private Route.@Nullable Ring rung;
    private Route.@Nullable Course deciding;
    private @Nullable Elsewhere elsewhere;
    private Route.Otherwise otherwise = Route.Otherwise.NOTHING;
    private boolean over;

    /// What comes of it: `answered` once or `failed` once, unless it was cancelled.
    public interface Outcome {
        void ringing(Leg leg, Response response);

        /// The ACK of the leg is owed; the leg's user is to be set.
        void answered(Leg leg, Response response);

        void failed(int status, String reason);

        /// The same with all that is known of it.
        default void failed(Failure failure) {
            failed(failure.status(), failure.reason());
        }

        /// It was given up, or goes elsewhere.
        default void cancelled() {}

        /// What rings is somebody else's affair now, and rings on.
        default void takenOver() {}

        /// The dial plan says no, in its own words.
        default void refused(Route.Refused refused) {
            failed(refused.status(), refused.reason());
        }

        /// The dial plan has the caller told something.
        default void announced(int status, String reason, List<Header> headers) {}

        /// The dial plan wants music for whoever is to be joined.
        default void hold(Optional<Route> source, Consumer<Route.Heard> then) {
            then.accept(Route.Heard.NOTHING);
        }

        /// The dial plan says what becomes of those who are left.
        default void afterwards(Route.Afterwards wish) {}

        /// These are about to be rung; a refusal stops the dial instead.
        default Optional<Route.Refused> objection(Route.Ring ring) {
            return Optional.empty();
        }

        /// None of these has answered: `again` rings the same once more, `on` goes on.
        default void exhausted(Failure failure, Runnable again, Runnable on) {
            on.run();
        }

        /// An offer in an UPDATE of a leg that rings.
        default void requested(Leg leg, ServerTransaction transaction) {
            leg.session().refuse(transaction, 488);
        }
    }

    public Dial(Legs legs, Outcome outcome) {
        this.legs = legs;
        this.outcome = outcome;
    }

    /// Follows a route; each of its rings lasts `usual` unless it says otherwise, and then comes to
    /// 408.
    public void start(Route route, Function<Target, Legs.Placing> placings, Duration usual) {
        order = placings;
        limit = usual;
        follow(route);
    }

    private void follow(Route route) {
        otherwise = Route.Otherwise.NOTHING;
        switch (route) {
            case Route.Refused refused -> {
                over = true;
                outcome.refused(refused);
            }
            case Route.Deciding(Route.Course course) -> {
                deciding = course;
                course.begin(new Announced(), decided -> decided(course, decided));
            }
            case Route.Ring ring -> ring(ring);
        }
    }

    /// What a plan on its way has done, as long as somebody waits for it.
    private final class Announced implements Route.Announce {
        @Override
        public void progress(int status, String reason, List<Header> headers) {
            if (!over) {
                outcome.announced(status, reason, headers);
            }
        }

        @Override
        public void hold(Optional<Route> source, Consumer<Route.Heard> then) {
            if (!over) {
                outcome.hold(source, then);
            }
        }

        @Override
        public void afterwards(Route.Afterwards wish) {
            if (!over) {
                outcome.afterwards(wish);
            }
        }
    }

    private void decided(Route.Course course, Route decided) {
        if (deciding == course) {
            deciding = null;
            follow(decided);
        }
    }

    private void ring(Route.Ring ring) {
        otherwise = ring.otherwise();
        Optional<Route.Refused> objection = outcome.objection(ring);
        if (objection.isPresent()) {
            over(Route.End.GIVEN_UP);
            outcome.refused(objection.get());
            return;
        }
        rung = ring;
        Duration left = left();
        if (!left.isPositive()) {
            failed(new Failure(408, "Request Timeout", List.of(), true));
            return;
        }
        Stage next = new Stage(legs, this, target -> order.apply(target));
        stage = next;
        boolean shorter = !ring.limit().isZero() && ring.limit().compareTo(left) < 0;
        next.start(ring, shorter ? ring.limit() : left);
    }

    /// How long it may ring now. What it is redirected to gets what was left of whoever rang
    /// before: otherwise a caller could be kept waiting for ever.
    private Duration left() {
        Instant now = legs.outside().now();
        if (!redirected || until == null) {
            until = now.plus(limit);
        }
        redirected = false;
        return Duration.between(now, until);
    }

    /// From now on somebody else is told, and places what is still to be rung, for `next` at most
    /// and no longer than before.
    void handTo(Outcome heir, Function<Target, Legs.Placing> placings, Duration next) {
        stay();
        outcome.takenOver();
        outcome = heir;
        order = placings;
        limit = next;
        if (stage != null) {
            stage.shorten(next);
        }
    }

    /// From now on somebody else is told. Answers who was told before.
    Outcome handTo(Outcome next) {
        stay();
        Outcome former = outcome;
        former.takenOver();
        outcome = next;
        return former;
    }

    /// Stops ringing. No outcome follows.
    public void cancel(String cause, String reasonHeader) {
        if (!over) {
            over(Route.End.GIVEN_UP);
            if (stage != null) {
                stage.cancel(cause, reasonHeader);
            }
            outcome.cancelled();
        }
    }

    /// Whoever rings is rung no longer, and it goes elsewhere, for what is left of the time. As
    /// long as a dial plan has not said where to, they ring on; when it says no, that was all.
    ///
    /// @param watch who looks on from now on
    void redirect(Route route, DialWatch watch) {
        forgetElsewhere(Route.End.GIVEN_UP);
        if (stage == null) {
            turn(route, watch);
        } else {
            Elsewhere next = new Elsewhere(watch);
            elsewhere = next;
            next.consider(route);
        }
    }

    private void turn(Route route, DialWatch watch) {
        elsewhere = null;
        cancel("Redirected", Leg.reasonValue(302, "Moved Temporarily"));
        over = false;
        stage = null;
        rung = null;
        redirected = true;
        outcome = new WatchedDial(outcome, watch);
        follow(route);
    }

    /// It goes nowhere else. When all who rang have refused meanwhile, whoever is told from now on
    /// hears of that in a moment.
    private void stay() {
        Failure missed = elsewhere == null ? null : elsewhere.meanwhile;
        forgetElsewhere(Route.End.GIVEN_UP);
        if (missed != null) {
            legs.outside()
                    .schedule(
                            Duration.ZERO,
                            () -> {
                                if (!over && stage == null && deciding == null) {
                                    failed(missed);
                                }
                            });
        }
    }

    private void forgetElsewhere(Route.End end) {
        Elsewhere waiting = elsewhere;
        elsewhere = null;
        if (waiting != null) {
            waiting.over(end);
        }
    }

    /// Where it is to go next, while a dial plan has not said so yet.
    private final class Elsewhere {
        private final DialWatch watch;
        private Route.@Nullable Course asked;
        private Route.Otherwise further = Route.Otherwise.NOTHING;

        /// How those who rang meanwhile have failed.
        private @Nullable Failure meanwhile;

        Elsewhere(DialWatch watch) {
            this.watch = watch;
        }

        void consider(Route route) {
            switch (route) {
                case Route.Refused no -> refused(no);
                case Route.Deciding(Route.Course course) -> ask(course, this::consider);
                case Route.Ring ring -> ring(ring);
            }
        }

        private void ask(Route.Course course, Consumer<Route> then) {
            asked = course;
            course.begin(
                    new Announced(),
                    decided -> {
                        if (elsewhere == this && asked == course) {
                            asked = null;
                            then.accept(decided);
                        }
                    });
        }

        /// An account whose own plan decides is asked before anybody is rung there.
        private void ring(Route.Ring ring) {
            if (ring.targets().isEmpty() && ring.branches().size() == 1) {
                Route.Branch branch = ring.branches().getFirst();
                if (branch.route() instanceof Route.Deciding(Route.Course course)) {
                    further = ring.otherwise();
                    ask(course, decided -> decided(ring, branch, decided));
                    return;
                }
            }
            turn(ring, watch);
        }

        private void decided(Route.Ring ring, Route.Branch branch, Route decided) {
            further = Route.Otherwise.NOTHING;
            if (decided instanceof Route.Refused no) {
                ring.otherwise()
                        .next(Failure.of(no.status(), no.reason()))
                        .ifPresentOrElse(this::consider, () -> refused(no));
            } else {
                List<Route.Branch> there = List.of(new Route.Branch(decided, branch.options()));
                turn(new Route.Ring(List.of(), there, ring.limit(), ring.otherwise()), watch);
            }
        }

        private void refused(Route.Refused no) {
            elsewhere = null;
            Failure failed = meanwhile;
            if (failed == null) {
                watch.refused(no.status(), no.reason());
            } else {
                watch.failed(no.status(), no.reason());
                Dial.this.failed(failed);
            }
        }

        void over(Route.End end) {
            Route.Course course = asked;
            asked = null;
            if (course != null) {
                course.over(end);
            }
            further.over(end);
            watch.cancelled();
        }
    }

    /// Stops ringing one of them, which counts as if it had refused with this status.
    void giveUp(Leg leg, int status, String reason) {
        if (stage != null) {
            stage.giveUp(leg, status, reason);
        }
    }

    /// The legs that ring now.
    public List<Leg> ringing() {
        return stage == null ? List.of() : stage.ringing();
    }

    /// Whether nothing more comes of it.
    boolean over() {
        return over;
    }

    private void over(Route.End end) {
        over = true;
        forgetElsewhere(end);
        Route.Course course = deciding;
        deciding = null;
        if (course != null) {
            course.over(end);
        }
        otherwise.over(end);
        otherwise = Route.Otherwise.NOTHING;
    }

    // ---- what the stage says

    Outcome outcome() {
        return outcome;
    }

    void answered(Leg leg, Response response) {
        over(Route.End.ANSWERED);
        outcome.answered(leg, response);
    }

    void failed(Failure last) {
        stage = null;
        if (elsewhere != null) {
            elsewhere.meanwhile = last;
            return;
        }
        Failure failure = otherwise.whole(last);
        outcome.exhausted(failure, this::again, () -> next(failure));
    }

    private void again() {
        if (!over && rung != null) {
            ring(rung);
        }
    }

    private void next(Failure failure) {
        if (over) {
            return;
        }
        Optional<Route> next = otherwise.next(failure);
        if (next.isPresent()) {
            follow(next.get());
        } else {
            over = true;
            outcome.failed(failure);
        }
    }
}
