package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.call.Failure;
import io.referee.server.call.Route;
import io.referee.server.call.Target;
import io.referee.server.call.TransferQuery;
import io.referee.server.dialplan.dial.DialString;
import io.referee.server.dialplan.dial.LegOptions;
import io.referee.server.dialplan.dial.OldForm;
import io.referee.server.dialplan.dial.Resolution;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.sip.message.Response;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
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
    private final Instant deadline;
    private final Budget budget;
    private final Set<Integer> followedLegs = new HashSet<>();
    private Optional<Redirection> further = Optional.empty();
    private Resolution resolution = new Resolution(List.of(), List.of());
    private List<PlanRun> payers = List.of();
    private Optional<Failure> last = Optional.empty();
    private boolean followed;

    /// Who hears what comes of a dial.
    interface Then {
        /// Whoever is not asked what to do when nobody answers.
        Then NOBODY =
                new Then() {
                    @Override
                    public Optional<Route> failed(DialResult result) {
                        return Optional.empty();
                    }

                    @Override
                    public void over(Route.End end) {}
                };

        /// Nobody answered.
        Optional<Route> failed(DialResult result);

        /// It will not end without an answer.
        void over(Route.End end);
    }

    private PlanDial(Plans plans, PlanRun run, DialOrder order, Budget budget, Then then) {
        this.plans = plans;
        this.run = run;
        this.order = order;
        this.budget = budget;
        this.then = then;
        this.deadline = plans.now().plus(order.limit());
    }

    /// Where the call goes for this dial; empty when the plan has nothing more to say.
    ///
    /// @param budget how many legs the plan may still dial
    static Optional<Route> start(
            Plans plans, PlanRun run, DialOrder order, Budget budget, Then then) {
        return new PlanDial(plans, run, order, budget, then).start();
    }

    private Optional<Route> start() {
        return switch (DialString.parse(order.text())) {
            case DialString.Reading.Wrong wrong -> {
                run.step("dial \"" + OldForm.shown(order.text()) + "\": " + wrong.sentence());
                yield then.failed(DialResult.error(480, "Dial string cannot be read"));
            }
            case DialString.Reading.Good(DialString string) -> {
                resolution = plans.resolver().resolve(string, running());
                resolution.notes().forEach(run::step);
                plans.dials(run, order, Places.kept(plans, run, resolution));
                yield resolution.size() == 0
                        ? fails(DialResult.error(480, "All forwards failed"))
                        : withinBudget();
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
                order.headers(),
                trunk());
    }

    /// The provider of the owner over which whoever is transferred is reached.
    private String trunk() {
        String mine = run.owner() + "/";
        return run.query()
                .transfer()
                .map(TransferQuery::trunk)
                .filter(trunk -> trunk.startsWith(mine))
                .map(trunk -> trunk.substring(mine.length()))
                .orElse("");
    }

    private Optional<Route> withinBudget() {
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
                Optional<Route.Ring> ring =
                        Places.of(plans, payer(i), order, stage, leg).flatMap(this::untried);
                if (ring.isPresent()) {
                    return Optional.of(ring(ring.get(), i));
                }
            }
            leg += stage.size();
        }
        return end();
    }

    /// The run that pays for a stage: of a redirection that of whoever asked for it.
    private PlanRun payer(int stage) {
        return stage < payers.size() ? payers.get(stage) : run;
    }

    /// A redirection leads nowhere where somebody was called already (RFC 3261 §8.1.3.4).
    private Optional<Route.Ring> untried(Route.Ring ring) {
        if (!followed) {
            return Optional.of(ring);
        }
        List<Target> left =
                ring.targets().stream().filter(target -> !budget.called(target.uri())).toList();
        return left.isEmpty() && ring.branches().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Route.Ring(left, ring.branches(), ring.limit(), ring.otherwise()));
    }

    private Route ring(Route.Ring ring, int stage) {
        ring.targets().forEach(target -> budget.calls(target.uri()));
        Duration left = Duration.between(plans.now(), deadline);
        run.step("ring " + words(ring));
        Told.leftOut(ring, run).ifPresent(run::error);
        return new Route.Ring(ring.targets(), ring.branches(), left, new Next(stage + 1));
    }

    private String words(Route.Ring ring) {
        List<String> words = new ArrayList<>();
        ring.targets().forEach(target -> words.add(Told.of(target, run)));
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
            return elsewhere(Redirection.all(failure.rejected()), stage)
                    .or(() -> late ? end() : stage(stage));
        }

        @Override
        public void over(Route.End end) {
            then.over(end);
        }
    }

    // ---- the end

    private Optional<Route> end() {
        if (last.isEmpty()) {
            return fails(DialResult.error(480, "All forwards failed"));
        }
        List<Redirection> open =
                Redirection.all(rejected).stream()
                        .filter(found -> !followedLegs.contains(found.leg()))
                        .toList();
        Optional<Redirection> passed =
                open.stream()
                        .filter(found -> mode(found.leg()) == LegOptions.Redirects.PASS)
                        .findFirst();
        if (passed.isPresent()) {
            then.over(Route.End.GIVEN_UP);
            return Optional.of(passed(passed.get()));
        }
        Optional<Redirection> redirection = open.stream().findFirst().or(() -> further);
        redirection.ifPresent(
                found -> run.step("redirected to " + found.contact().text() + forbidden(found)));
        return fails(result(last.get(), redirection));
    }

    /// What would allow it, of a redirection that nobody has asked to follow.
    private String forbidden(Redirection found) {
        return mode(found.leg()) == LegOptions.Redirects.UNSAID
                ? ", which is not followed: the option rm=f of the leg would allow it"
                : "";
    }

    /// Whoever the plan belongs to reads how each dial failed.
    private Optional<Route> fails(DialResult result) {
        run.step("dial: " + result.sentence());
        return then.failed(result);
    }

    /// Who was redirected said so; those who were still ringing beside it said nothing.
    private DialResult result(Failure heard, Optional<Redirection> redirection) {
        Failure failure =
                redirection
                        .filter(found -> heard.timedOut())
                        .map(Redirection::response)
                        .map(moved -> Failure.of(moved.status(), moved.reason()))
                        .orElseGet(() -> Unreachable.told(heard));
        DialResult.Kind kind =
                redirection.isPresent()
                        ? DialResult.Kind.REDIRECT
                        : failure.timedOut() ? DialResult.Kind.TIMED_OUT : DialResult.Kind.FAILED;
        return new DialResult(
                kind, failure.status(), failure.reason(), List.copyOf(rejected), redirection);
    }

    // ---- redirections

    /// What the legs of a stage want that were redirected; empty when the next stage has its turn.
    private Optional<Route> elsewhere(List<Redirection> found, int next) {
        for (Redirection one : found) {
            if (mode(one.leg()) == LegOptions.Redirects.NEW_INSTANCE) {
                Optional<Route> route = instance(one);
                if (route.isPresent()) {
                    return route;
                }
            }
        }
        List<Redirection> wanted =
                found.stream()
                        .filter(one -> mode(one.leg()) == LegOptions.Redirects.FOLLOW)
                        .toList();
        return wanted.isEmpty() ? Optional.empty() : follow(wanted, next);
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

    /// The caller chooses among the contacts, by their `q`.
    private static Route passed(Redirection found) {
        Response said = found.response();
        return new Route.Refused(said.status(), said.reason(), found.passed());
    }

    /// The contacts are called in turn, without the credentials of whoever named them. What they
    /// are redirected to is not followed further. After them comes the next stage.
    private Optional<Route> follow(List<Redirection> found, int next) {
        Duration left = Duration.between(plans.now(), deadline);
        List<List<ResolvedLeg>> stages = new ArrayList<>();
        List<PlanRun> paying = new ArrayList<>();
        if (!deep() && left.isPositive()) {
            for (Redirection one : found) {
                run.step("redirected to " + one.contact().text());
                List<List<ResolvedLeg>> named = strangers(one);
                stages.addAll(named);
                named.forEach(_ -> paying.add(run.diverted(one)));
            }
        }
        if (stages.isEmpty()) {
            run.step("the redirection is not followed: nobody new is named, or it is too late");
            return Optional.empty();
        }
        found.forEach(one -> followedLegs.add(one.leg()));
        PlanDial named =
                new PlanDial(plans, run.deeper(), order.within(left), budget, new Followed(next));
        named.followed = true;
        named.resolution = new Resolution(stages, List.of());
        named.payers = paying;
        return named.stage(0);
    }

    private List<List<ResolvedLeg>> strangers(Redirection found) {
        List<List<ResolvedLeg>> stages = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Uri contact : found.contacts()) {
            Optional<SipUri> sip = dialled(contact).filter(uri -> !budget.called(uri));
            if (sip.isPresent() && budget.take(1)) {
                LegOptions options = options(found.leg()).uncharged();
                ResolvedLeg leg = plans.resolver().stranger(sip.get(), options, running(), notes);
                stages.add(List.of(Diversion.told(plans, leg, run, found, sip.get())));
            }
        }
        notes.forEach(run::step);
        return stages;
    }

    /// A number is a name of ours: no provider of the owner is called for it.
    private Optional<SipUri> dialled(Uri contact) {
        return switch (contact) {
            case SipUri sip -> Optional.of(sip);
            case TelUri tel ->
                    Optional.of(
                            SipUri.of(
                                    Escapes.escapeUser(tel.digits()),
                                    plans.directory().defaultDomain(),
                                    -1));
            default -> Optional.empty();
        };
    }

    /// What comes of those who were named.
    private final class Followed implements Then {
        private final int next;

        Followed(int next) {
            this.next = next;
        }

        @Override
        public Optional<Route> failed(DialResult result) {
            if (result.kind() != DialResult.Kind.ERROR) {
                boolean timedOut = result.kind() == DialResult.Kind.TIMED_OUT;
                last =
                        Optional.of(
                                new Failure(result.status(), result.reason(), List.of(), timedOut));
            }
            further = result.redirection();
            return plans.now().isBefore(deadline) ? stage(next) : end();
        }

        @Override
        public void over(Route.End end) {
            then.over(end);
        }
    }

    /// How many legs a plan may dial, over all its dials, and whom it has called.
    static final class Budget {
        /// The most of one run.
        static final int MAX_LEGS = 20;

        private final Set<String> called = new HashSet<>();
        private int left = MAX_LEGS;

        void calls(Uri uri) {
            called.add(uri.text());
        }

        /// Whether nobody is called there a second time because of a redirection.
        boolean called(Uri uri) {
            return called.contains(uri.text());
        }

        boolean take(int legs) {
            if (legs > left) {
                return false;
            }
            left -= legs;
            return true;
        }
    }
}
