package io.referee.server.dialplan.dry;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Target;
import io.referee.server.call.TransferQuery;
import io.referee.server.dialplan.PlanRouter;
import io.referee.server.dialplan.rule.RuleList;
import io.referee.server.dialplan.run.Circle;
import io.referee.server.dialplan.run.PlanRun;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.server.dialplan.run.Plans;
import io.referee.server.script.Scripts;
import io.referee.sip.header.NameAddr;
import io.referee.sip.session.Reach;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/// Runs a plan as for a call that nobody answers, or those who are said to: every dial rings until
/// its time is up, and the plan goes on to its end. Nobody is rung and nothing is changed: it has
/// runners of its own, which know no call. *One thread, which waits for scripts.*
public final class DryRun {
    private static final int MAX_DEPTH = 5;

    private final Surroundings around;
    private final DialPlan plan;
    private final List<String> lines = new ArrayList<>();
    private final Noted noted;
    private final DryDials dials;
    private final PlanRunner runner;
    private final DryWalk walk;

    /// Whom it asks.
    ///
    /// @param phones the registered phones of an account, best first
    /// @param trouble why calls over a provider of an owner would fail, in words
    /// @param scripts who runs scripts, asked only when there is one to run
    /// @param commonScript what is put before each
    /// @param ownPort whether a port is one that we listen on
    /// @param zone the time zone that plans see
    public record Surroundings(
            Directory directory,
            Function<Account, List<Target>> phones,
            BiFunction<String, String, Optional<String>> trouble,
            Supplier<Scripts> scripts,
            String commonScript,
            Waiting waiting,
            Given given,
            IntPredicate ownPort) {}

    /// What scripts are told of the world.
    ///
    /// @param outside what they ask of the world outside; answers at once, on the thread of the run
    /// @param desk the calls of owners, as they are now
    /// @param zone of plans
    /// @param phones what those do who are rung
    public record Given(
            PlanRunner.Outworld outside, DryDesk desk, ZoneId zone, GivenPhones phones) {
        /// A world that answers nothing, in which there are no calls.
        public static Given nothing(ZoneId zone) {
            return new Given(
                    (run, name, arguments, line, reply) -> reply.answer(null),
                    new DryDesk(owner -> List.of(), account -> Optional.empty()),
                    zone,
                    GivenPhones.NONE);
        }

        /// The same with other phones.
        public Given with(GivenPhones other) {
            return new Given(outside, desk, zone, other);
        }
    }

    /// The call.
    ///
    /// @param callee the account called, on a call in
    public record Call(NameAddr from, SipUri to, Optional<Account> callee) {
        /// A transfer to there by whoever calls, of somebody of whom nothing is known.
        TransferQuery transfer() {
            String who = from.uri().text();
            return new TransferQuery("", "blind", to, "", who, "", "", 0, "", List.of(), "", "");
        }
    }

    /// @param plan whose owner is told what happens
    /// @param at when the call comes
    public DryRun(Surroundings around, DialPlan plan, Instant at) {
        this.around = around;
        this.plan = plan;
        Function<Account, List<Target>> phones =
                account ->
                        around.given()
                                .phones()
                                .phones(
                                        account,
                                        around.phones().apply(account),
                                        around.directory());
        this.noted = new Noted(lines, new ArrayList<>(), plan.owner());
        this.walk = new DryWalk(around, at, lines);
        this.dials = new DryDials(around, phones, plan.owner());
        this.runner =
                new PlanRunner(
                        new PlanRunner.Surroundings(
                                walk::now,
                                around::directory,
                                phones,
                                this::way,
                                this::affords,
                                around.ownPort(),
                                MAX_DEPTH));
        runner.settings(new PlanRunner.Settings(around.given().zone(), Integer.MAX_VALUE));
        runner.watched(dials);
        runner.scripts(
                new RecordedScripts(around, plan.owner(), lines::add), around.given().outside());
        runner.desk(around.given().desk());
    }

    /// The same where calls of plans may lead only so far.
    public DryRun within(Reach bounds) {
        dials.within(bounds);
        return this;
    }

    /// What becomes of the call; the plan that is asked about REFERs decides about one to there.
    public DryReport of(Call call) {
        if (plan.name().equals(RuleList.REFER_PLAN)) {
            return DryRefer.of(call, plan, runner, around.waiting(), noted);
        }
        RouteQuery query = RouteQuery.made(call.to(), call.from(), noted);
        PlanRun run =
                call.callee()
                        .map(account -> PlanRun.in(plan, account, query, circle(account)))
                        .orElseGet(() -> out(call, query));
        dials.callFrom(caller(call));
        Route.Refused end = walk.walk(runner.run(run));
        return new DryReport(
                List.copyOf(lines),
                dials.made(),
                dials.warnings(),
                List.copyOf(noted.errors()),
                end.status(),
                end.reason());
    }

    /// Over which of the owner's providers a place is called; those of others are nobody's
    /// business.
    private Plans.Way way(Provider provider) {
        return provider.owner().equals(plan.owner())
                ? GivenPhones.Over.to(provider)
                : Plans.Way.PLAIN;
    }

    /// Nobody is out of credit whose account does not pay in advance.
    private boolean affords(String account) {
        return around.given().desk().credit(account).filter(Duration::isZero).isEmpty();
    }

    private static Circle circle(Account account) {
        return Circle.begun().with(account.aor());
    }

    /// Where a transfer leads is asked for nobody's phone.
    private PlanRun transfer(Call call) {
        RouteQuery query =
                RouteQuery.anonymous(call.to(), around.directory().defaultDomain(), noted)
                        .transferring(Optional.of(call.transfer()));
        return PlanRun.made(plan, query);
    }

    private PlanRun out(Call call, RouteQuery query) {
        if (plan.name().equals(PlanRouter.TRANSFER_PLAN)) {
            return transfer(call);
        }
        return caller(call)
                .map(account -> PlanRun.out(plan, account, query))
                .orElseGet(() -> PlanRun.made(plan, query));
    }

    /// The owner's account that calls, when one of them does.
    private Optional<Account> caller(Call call) {
        return call.from()
                .sipUri()
                .flatMap(uri -> around.directory().account(uri.plainUser(), uri.host()))
                .filter(account -> account.owner().equals(plan.owner()));
    }

    /// The lines of the owner's plans; those of others are nobody's business.
    record Noted(List<String> lines, List<String> errors, String owner) implements PlanReports {
        @Override
        public void step(String plan, String text) {
            lines.add(text);
        }

        @Override
        public void error(String plan, int line, String text) {
            String error = line > 0 ? "error in line " + line + ": " + text : "error: " + text;
            lines.add(error);
            errors.add(error);
        }

        @Override
        public PlanReports to(String other) {
            return other.equals(owner) ? this : PlanReports.SILENT;
        }
    }
}
