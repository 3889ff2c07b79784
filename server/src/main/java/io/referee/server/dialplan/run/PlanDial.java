package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.call.Failure;
import io.referee.server.call.Route;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.dial.LegOptions;
import io.referee.server.dialplan.dial.Resolution;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One dial of a plan: stage after stage is rung, until somebody answers or all have failed; then
/// the plan is told. *Engine thread only.*
final class PlanDial {
    private final Plans plans;
    private final PlanRun run;
    private final DialOrder order;
    private final Then then;
    private final List<Failure.Rejected> rejected = new ArrayList<>();
    private final Set<String> tried = new HashSet<>();
    private final Instant deadline;
    private Resolution resolution = new Resolution(List.of(), List.of());
    private Optional<Failure> last = Optional.empty();
    private boolean followed;

    /// Who hears what comes of a dial.
    interface Then {
        /// Nobody answered.
        Optional<Route> failed(DialResult result);

        /// It will not end without an answer.
        void over(Route.End end);
    }

    private PlanDial(Plans plans, PlanRun run, DialOrder order, Then then) {
        this.plans = plans;
        this.run = run;
        this.order = order;
        this.then = then;
        this.deadline = plans.now().plus(order.limit());
    }

    /// Where the call goes for this dial; empty when the plan has nothing more to say.
    ///
    /// @param budget how many legs the plan may still dial
    static Optional<Route> start(
            Plans plans, PlanRun run, DialOrder order, Budget budget, Then then) {
        return new PlanDial(plans, run, order, then).start(budget);
    }

    private Optional<Route> start(Budget budget) {
        return switch (DialString.parse(order.text())) {
            case DialString.Reading.Wrong wrong -> {
                run.step("dial \"" + order.text() + "\": " + wrong.sentence());
                yield then.failed(DialResult.error(480, "Dial string cannot be read"));
            }
            case DialString.Reading.Good(DialString string) -> {
                resolution = plans.resolver().resolve(string, running());
                resolution.notes().forEach(run::step);
                plans.dials(run, order, resolution);
                yield resolution.size() == 0
                        ? then.failed(DialResult.error(480, "All forwards failed"))
                        : within(budget);
            }
        };
    }

    private Resolver.Running running() {
        return new Resolver.Running(
                run.owner(),
                run.plan().name(),
                run.dialled(),
                run.account().map(Account::aor).orElse(""),
                order.from(),
                order.headers());
    }

    private Optional<Route> within(Budget budget) {
        if (!budget.take(resolution.size())) {
            run.step("a plan dials no more than " + Budget.MAX_LEGS + " legs");
            return then.failed(DialResult.error(480, "Too many legs"));
        }
        return stage(0);
    }

    /// The next stage that leads somewhere, or the end.
    private Optional<Route> stage(int from) {
        int leg = 0;
        for (int i = 0; i < resolution.stages().size(); i++) {
            List<ResolvedLeg> stage = resolution.stages().get(i);
            if (i >= from) {
                Optional<Route.Ring> ring = Places.of(plans, run, order, stage, leg);
                if (ring.isPresent()) {
                    return Optional.of(ring(ring.get(), i));
                }
            }
            leg += stage.size();
        }
        return end();
    }

    private Route ring(Route.Ring ring, int stage) {
        ring.targets().forEach(target -> tried.add(target.uri().text()));
        Duration left = Duration.between(plans.now(), deadline);
        run.step("ring " + words(ring));
        return new Route.Ring(ring.targets(), ring.branches(), left, new Next(stage + 1));
    }

    private static String words(Route.Ring ring) {
        List<String> words = new ArrayList<>();
        ring.targets().forEach(target -> words.add(target.uri().text()));
        ring.branches().forEach(branch -> words.add("the dial plan of another account"));
        return String.join(", ", words);
    }

    /// What comes when a stage has failed.
    private final class Next implements Route.Otherwise {
        private final int stage;

        Next(int stage) {
            this.stage = stage;
        }

        @Override
        public Optional<Route> next(Failure failure) {
            last = Optional.of(failure);
            rejected.addAll(failure.rejected());
            boolean late = !plans.now().isBefore(deadline);
            return late ? end() : stage(stage);
        }

        @Override
        public void over(Route.End end) {
            then.over(end);
        }
    }

    // ---- the end

    private Optional<Route> end() {
        if (last.isEmpty()) {
            return then.failed(DialResult.error(480, "All forwards failed"));
        }
        Failure failure = last.get();
        Optional<Redirection> redirection = Redirection.in(rejected);
        if (redirection.isPresent()) {
            run.step("redirected to " + redirection.get().contact().text());
        }
        return redirection
                .flatMap(found -> asked(found, failure))
                .or(() -> then.failed(result(failure, redirection)));
    }

    private DialResult result(Failure failure, Optional<Redirection> redirection) {
        DialResult.Kind kind =
                redirection.isPresent()
                        ? DialResult.Kind.REDIRECT
                        : failure.timedOut() ? DialResult.Kind.TIMED_OUT : DialResult.Kind.FAILED;
        return new DialResult(
                kind, failure.status(), failure.reason(), List.copyOf(rejected), redirection);
    }

    /// What the leg that was redirected asks for; empty when the plan is to decide.
    private Optional<Route> asked(Redirection found, Failure failure) {
        return switch (mode(found.leg())) {
            case UNSAID, MANUAL -> Optional.empty();
            case NEW_INSTANCE -> instance(found);
            case FOLLOW -> follow(found, failure);
            case PASS -> {
                then.over(Route.End.GIVEN_UP);
                yield Optional.of(passed(found));
            }
        };
    }

    private LegOptions.Redirects mode(int leg) {
        return followed ? LegOptions.Redirects.UNSAID : options(leg).redirects();
    }

    private LegOptions options(int leg) {
        int first = 0;
        for (List<ResolvedLeg> stage : resolution.stages()) {
            if (leg < first + stage.size()) {
                return stage.get(leg - first).leg().options();
            }
            first += stage.size();
        }
        return LegOptions.NONE;
    }

    /// The plan runs once more, and this run is over. Only once in a call.
    private Optional<Route> instance(Redirection found) {
        if (run.kind() == PlanRun.Kind.REDIRECT || deep()) {
            run.step("a call is redirected to a new run of its plan only once");
            return Optional.empty();
        }
        then.over(Route.End.GIVEN_UP);
        return Optional.of(plans.run(run.again(found)));
    }

    private boolean deep() {
        return run.query().depth() >= plans.maxDepth();
    }

    private static Route passed(Redirection found) {
        List<Header> contacts = new ArrayList<>();
        for (Uri contact : found.contacts()) {
            contacts.add(Header.of(HeaderName.CONTACT, "<" + contact.text() + ">"));
        }
        return new Route.Refused(302, "Moved Temporarily", contacts);
    }

    /// The contacts are called in turn, without the credentials of whoever named them. What they
    /// are redirected to is not followed further.
    private Optional<Route> follow(Redirection found, Failure failure) {
        Duration left = Duration.between(plans.now(), deadline);
        List<String> notes = new ArrayList<>();
        List<List<ResolvedLeg>> stages = new ArrayList<>();
        for (Uri contact : found.contacts()) {
            if (contact instanceof SipUri sip && tried.add(sip.text())) {
                LegOptions options = options(found.leg());
                stages.add(List.of(plans.resolver().stranger(sip, options, running(), notes)));
            }
        }
        notes.forEach(run::step);
        if (stages.isEmpty() || deep() || !left.isPositive()) {
            run.step("the redirection is not followed: nobody new is named, or it is too late");
            return Optional.empty();
        }
        PlanDial next = new PlanDial(plans, run, order.within(left), new Followed(found, failure));
        next.followed = true;
        next.tried.addAll(tried);
        next.resolution = new Resolution(stages, List.of());
        return next.stage(0);
    }

    /// What comes of those who were named.
    private final class Followed implements Then {
        private final Redirection found;
        private final Failure failure;

        Followed(Redirection found, Failure failure) {
            this.found = found;
            this.failure = failure;
        }

        @Override
        public Optional<Route> failed(DialResult result) {
            return then.failed(
                    result.kind() == DialResult.Kind.ERROR
                            ? result(failure, Optional.of(found))
                            : result);
        }

        @Override
        public void over(Route.End end) {
            then.over(end);
        }
    }

    /// How many legs a plan may dial, over all its dials.
    static final class Budget {
        /// The most of one run.
        static final int MAX_LEGS = 20;

        private int left = MAX_LEGS;

        boolean take(int legs) {
            if (legs > left) {
                return false;
            }
            left -= legs;
            return true;
        }
    }
}
