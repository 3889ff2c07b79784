package io.referee.server.dialplan;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.call.Failure;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.call.SequentialSearch;
import io.referee.server.call.Target;
import io.referee.server.registrar.Binding;
import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Routes calls and transfers by the dial plans of their owners and the bindings of accounts.
/// *Engine thread only.*
public final class PlanRouter implements Router {
    /// The owner's plan that transfers run through.
    public static final String TRANSFER_PLAN = "transfer";

    private final Supplier<Directory> directory;
    private final Function<String, List<Binding>> bindings;

    /// @param bindings the live bindings of an address of record, best first
    public PlanRouter(Supplier<Directory> directory, Function<String, List<Binding>> bindings) {
        this.directory = directory;
        this.bindings = bindings;
    }

    @Override
    public Route outgoing(Account caller, RouteQuery query) {
        if (caller.outPlan().isEmpty()) {
            return served(query.target())
                    .orElseGet(() -> new Route.Refused(403, "No dial plan for this destination"));
        }
        Optional<DialPlan> plan = directory.get().dialPlan(caller.owner(), caller.outPlan());
        return plan.isEmpty()
                ? new Route.Refused(500, "Dial plan " + caller.outPlan() + " does not exist")
                : run(plan.get(), dialled(query.target(), caller), query.reports());
    }

    @Override
    public Route incoming(Account callee, RouteQuery query) {
        return ring(callee, Route.Otherwise.NOTHING);
    }

    @Override
    public Optional<Route> transfer(String owner, RouteQuery query) {
        return planned(owner, TRANSFER_PLAN, query).or(() -> served(query.target()));
    }

    @Override
    public Optional<Route> planned(String owner, String name, RouteQuery query) {
        Dialled dialled =
                new Dialled(user(query.target()), "", "anon", directory.get().defaultDomain());
        return directory
                .get()
                .dialPlan(owner, name)
                .map(plan -> run(plan, dialled, query.reports()));
    }

    /// Accounts of our own domains; empty for any other destination.
    private Optional<Route> served(Uri target) {
        if (!(target instanceof SipUri sip) || !directory.get().serves(sip.domain())) {
            return Optional.empty();
        }
        if (sip.user().isEmpty()) {
            return Optional.of(new Route.Refused(484, "Address Incomplete"));
        }
        return Optional.of(
                directory
                        .get()
                        .account(sip.plainUser(), sip.domain())
                        .map(account -> ring(account, Route.Otherwise.NOTHING))
                        .orElseGet(() -> new Route.Refused(404, "Not Found")));
    }

    private Dialled dialled(Uri target, Account caller) {
        return new Dialled(user(target), "", caller.name(), caller.domain());
    }

    private static String user(Uri target) {
        return switch (target) {
            case SipUri sip -> sip.plainUser();
            case TelUri tel -> tel.digits();
            case OtherUri other -> other.rest();
        };
    }

    private Route run(DialPlan plan, Dialled dialled, PlanReports steps) {
        RuleList rules = RuleList.of(plan);
        return follow(plan, rules, rules.decide(dialled, directory.get()), dialled, steps);
    }

    private Route follow(
            DialPlan plan, RuleList rules, Outcome outcome, Dialled dialled, PlanReports steps) {
        for (String step : outcome.steps()) {
            steps.step(plan.name(), step);
        }
        return switch (outcome.decision()) {
            case Decision.Dial dial ->
                    dial(
                            dial,
                            failure ->
                                    failure.global()
                                            ? Optional.empty()
                                            : Optional.of(
                                                            follow(
                                                                    plan,
                                                                    rules,
                                                                    rules.decideAfter(
                                                                            dial.rule(),
                                                                            dialled,
                                                                            directory.get()),
                                                                    dialled,
                                                                    steps))
                                                    .filter(Route.Ring.class::isInstance));
            case Decision.Unavailable no -> new Route.Refused(no.status(), no.reason());
            case Decision.NoMatch _ -> new Route.Refused(480, "No rule matched");
        };
    }

    private Route dial(Decision.Dial dial, Route.Otherwise otherwise) {
        Optional<Account> account = directory.get().account(dial.account(), dial.domain());
        Route route =
                account.map(found -> ring(found, otherwise))
                        .orElseGet(() -> new Route.Refused(404, "Not Found"));
        return route instanceof Route.Refused no
                ? otherwise.next(Failure.of(no.status(), no.reason())).orElse(route)
                : route;
    }

    private Route ring(Account account, Route.Otherwise otherwise) {
        List<Target> targets = new ArrayList<>(2);
        for (Binding binding : bindings.apply(account.aor())) {
            Target.Phone phone =
                    new Target.Phone(
                            binding.path(),
                            binding.instance(),
                            binding.regId(),
                            binding.priority());
            targets.add(new Target(binding.contact(), binding.hop(), account, phone));
        }
        return targets.isEmpty()
                ? new Route.Refused(480, "Temporarily Unavailable")
                : SequentialSearch.through(targets, otherwise);
    }
}
