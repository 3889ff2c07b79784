package io.referee.server.call;

import io.referee.sip.message.Header;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// Where a call goes.
public sealed interface Route {

    /// Ring all of these at once.
    ///
    /// @param branches other routes that ring at the same time: calls to accounts whose own dial
    ///   plans decide
    /// @param limit how long it may ring, if that is less than is usual; zero for the usual
    record Ring(List<Target> targets, List<Branch> branches, Duration limit, Otherwise otherwise)
            implements Route {
        /// For as long as is usual.
        public Ring(List<Target> targets, Otherwise otherwise) {
            this(targets, List.of(), Duration.ZERO, otherwise);
        }

        /// How many places ring.
        public int width() {
            return targets.size() + branches.size();
        }

        /// The same at the cost of this payer, where nobody pays yet.
        public Ring paidBy(String payer) {
            return with(
                    targets.stream().map(to -> to.with(to.options().paidBy(payer))).toList(),
                    branches.stream()
                            .map(in -> new Branch(in.route(), in.options().paidBy(payer)))
                            .toList(),
                    otherwise);
        }

        private Ring with(List<Target> nextTargets, List<Branch> nextBranches, Otherwise next) {
            return new Ring(nextTargets, nextBranches, limit, next);
        }
    }

    /// A route within a ring.
    record Branch(Route route, TargetOptions options) {}

    /// Nowhere.
    ///
    /// @param status 404, 480, 484, 603 ... or 3xx with a Contact among the headers
    /// @param headers for the caller
    record Refused(int status, String reason, List<Header> headers) implements Route {
        public Refused(int status, String reason) {
            this(status, reason, List.of());
        }
    }

    /// A dial plan takes its time to say.
    record Deciding(Course course) implements Route {}

    /// A dial plan on its way. *Engine thread only.*
    interface Course {
        /// Lets it run, once. `decided` is called once, at once or later, unless it was told
        /// [#over] before.
        void begin(Announce announce, Consumer<Route> decided);

        /// Nobody waits for it any longer.
        void over(End end);
    }

    /// What a dial plan has done with whoever waits while it decides.
    @FunctionalInterface
    interface Announce {
        /// @param status 180 to 189
        void progress(int status, String reason, List<Header> headers);

        /// Whoever is transferred hears something in the meantime. Nothing for other calls.
        ///
        /// @param source where the music is; empty for the usual source
        /// @param then told once what came of it, unless nobody waits any longer
        default void hold(Optional<Route> source, Consumer<Heard> then) {
            then.accept(Heard.NOTHING);
        }

        /// What becomes of a transfer that leads to nobody. Nothing for other calls.
        default void afterwards(Afterwards wish) {}
    }

    /// What somebody hears who waits.
    enum Heard {
        MUSIC,
        NOTHING
    }

    /// What becomes of a transfer that leads to nobody (`transfers.md` A11).
    enum Afterwards {
        /// Whoever asked for it is called back, unless the two still talk.
        RECALL,
        /// The party that was to be moved is hung up.
        HANGUP
    }

    /// Why nothing more is asked of a route.
    enum End {
        /// Somebody answered.
        ANSWERED,
        /// The caller gave up, or somebody else has the call now.
        GIVEN_UP
    }

    /// Where to go when nobody of these answers; asked only then.
    @FunctionalInterface
    interface Otherwise {
        /// There is nothing else to try.
        Otherwise NOTHING = failure -> Optional.empty();

        /// The next route; empty when there is none, and then the caller hears of this failure.
        Optional<Route> next(Failure failure);

        /// The failure with what was said before, when that belongs to it.
        default Failure whole(Failure last) {
            return last;
        }

        /// It will not be asked.
        default void over(End end) {}
    }

    /// What the caller is told of a failure (RFC 3261 §16.7): a redirect is not followed and not
    /// passed on, a challenge that we cannot answer is a refusal, and another server's overload is
    /// not ours.
    static Refused told(int status, String reason) {
        return switch (status) {
            case 401, 407 -> new Refused(403, "Forbidden");
            case 430 -> new Refused(480, "Temporarily Unavailable");
            case 503 -> new Refused(500, "Server Internal Error");
            default ->
                    status < 400
                            ? new Refused(480, "Temporarily Unavailable")
                            : new Refused(status, reason);
        };
    }

    /// The same with only those places, of whatever comes later too; 480 when none is left.
    static Route only(Route route, Predicate<Target> wanted) {
        return changed(route, ring -> only(ring, wanted));
    }

    private static Route only(Ring ring, Predicate<Target> wanted) {
        List<Target> left = ring.targets().stream().filter(wanted).toList();
        if (!left.isEmpty() || !ring.branches().isEmpty()) {
            return ring.with(left, ring.branches(), ring.otherwise());
        }
        Failure nobody = Failure.of(480, "Temporarily Unavailable");
        return ring.otherwise()
                .next(nobody)
                .orElseGet(() -> new Refused(nobody.status(), nobody.reason()));
    }

    /// The ring without the places that something speaks against. When none is left, what comes
    /// next; when nothing does, what spoke against the last of them.
    static Route without(Ring ring, Function<Target, Optional<Refused>> objection) {
        List<Target> left = new ArrayList<>(ring.targets().size());
        Optional<Refused> last = Optional.empty();
        for (Target target : ring.targets()) {
            Optional<Refused> no = objection.apply(target);
            if (no.isPresent()) {
                last = no;
            } else {
                left.add(target);
            }
        }
        if (last.isEmpty()) {
            return ring;
        }
        Refused no = last.get();
        return left.isEmpty() && ring.branches().isEmpty()
                ? ring.otherwise().next(Failure.of(no.status(), no.reason())).orElse(no)
                : ring.with(left, ring.branches(), ring.otherwise());
    }

    /// The route with each of its rings changed, of whatever comes later too. Rings within a ring
    /// are changed first, and left out when nothing of them stays that was there before.
    static Route changed(Route route, Function<Ring, Route> change) {
        return switch (route) {
            case Refused refused -> refused;
            case Deciding(Course course) -> new Deciding(new ChangedCourse(course, change));
            case Ring ring -> {
                List<Branch> branches = new ArrayList<>(ring.branches().size());
                for (Branch branch : ring.branches()) {
                    Route inner = changed(branch.route(), change);
                    if (!(inner instanceof Refused) || branch.route() instanceof Refused) {
                        branches.add(new Branch(inner, branch.options()));
                    }
                }
                yield change.apply(
                        ring.with(
                                ring.targets(),
                                branches,
                                new ChangedOtherwise(ring.otherwise(), change)));
            }
        };
    }

    /// A course that decides as `inner` does, with each ring changed.
    record ChangedCourse(Course inner, Function<Ring, Route> change) implements Course {
        @Override
        public void begin(Announce announce, Consumer<Route> decided) {
            inner.begin(changed(announce), route -> decided.accept(Route.changed(route, change)));
        }

        private Announce changed(Announce announce) {
            return new Announce() {
                @Override
                public void progress(int status, String reason, List<Header> headers) {
                    announce.progress(status, reason, headers);
                }

                @Override
                public void hold(Optional<Route> source, Consumer<Heard> then) {
                    announce.hold(source.map(route -> Route.changed(route, change)), then);
                }

                @Override
                public void afterwards(Afterwards wish) {
                    announce.afterwards(wish);
                }
            };
        }

        @Override
        public void over(End end) {
            inner.over(end);
        }
    }

    /// What comes next as `inner` says, with each ring changed.
    record ChangedOtherwise(Otherwise inner, Function<Ring, Route> change) implements Otherwise {
        @Override
        public Optional<Route> next(Failure failure) {
            return inner.next(failure).map(route -> changed(route, change));
        }

        @Override
        public Failure whole(Failure last) {
            return inner.whole(last);
        }

        @Override
        public void over(End end) {
            inner.over(end);
        }
    }
}
