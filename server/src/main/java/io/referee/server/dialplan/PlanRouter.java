package io.referee.server.dialplan;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.dialplan.run.Circle;
import io.referee.server.dialplan.run.PlanRun;
import io.referee.server.dialplan.run.PlanRunner;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// Routes calls and transfers by the dial plans of their owners and the bindings of accounts.
/// *Engine thread only.*
public final class PlanRouter implements Router {
    /// The owner's plan that transfers run through.
    public static final String TRANSFER_PLAN = "transfer";

    private final PlanRunner plans;

    public PlanRouter(PlanRunner plans) {
        this.plans = plans;
    }

    private Directory directory() {
        return plans.directory();
    }

    @Override
    public Route outgoing(Account caller, RouteQuery query) {
        if (caller.outPlan().isEmpty()) {
            return served(query)
                    .orElseGet(() -> new Route.Refused(403, "No dial plan for this destination"));
        }
        Optional<DialPlan> plan = directory().dialPlan(caller.owner(), caller.outPlan());
        return plan.map(found -> plans.run(PlanRun.out(found, caller, query)))
                .orElseGet(() -> PlanRunner.missing(caller.outPlan(), query));
    }

    @Override
    public Route incoming(Account callee, RouteQuery query) {
        return plans.incoming(callee, query.by(callee.owner()), Circle.begun());
    }

    @Override
    public Optional<Route> transfer(String owner, RouteQuery query) {
        return planned(owner, TRANSFER_PLAN, query).or(() -> served(query));
    }

    @Override
    public Optional<Route> planned(String owner, String name, RouteQuery query) {
        return directory().dialPlan(owner, name).map(plan -> plans.run(PlanRun.made(plan, query)));
    }

    /// Accounts of our own domains; empty for any other destination.
    private Optional<Route> served(RouteQuery query) {
        Uri target = query.target();
        if (!(target instanceof SipUri sip) || !directory().serves(sip.domain())) {
            return Optional.empty();
        }
        if (sip.user().isEmpty()) {
            return Optional.of(new Route.Refused(484, "Address Incomplete"));
        }
        return Optional.of(
                directory()
                        .account(sip.plainUser(), sip.domain())
                        .map(account -> incoming(account, query))
                        .orElseGet(() -> new Route.Refused(404, "Not Found")));
    }
}
