package io.referee.server.dialplan.run;

import io.referee.server.call.Leg;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.transfer.Ends;
import io.referee.sip.header.NameAddr;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.Optional;

/// The two whom a plan has connected, each a dial string of that plan. *Engine thread only.*
///
/// @param payer the account that pays for both; empty for none
/// @param budget how many legs the plan may still dial
record PlanEnds(
        Plans plans,
        PlanRun run,
        String payer,
        DialOrder one,
        DialOrder other,
        PlanDial.Budget budget)
        implements Ends {
    @Override
    public Route first(PlanReports reports) {
        return route(one, reports);
    }

    @Override
    public Route second(Leg answered, PlanReports reports) {
        return route(other, reports);
    }

    /// Whom both dial strings mean, for who looks on; nobody is rung.
    void foreseen() {
        route(one, PlanReports.SILENT);
        route(other, PlanReports.SILENT);
    }

    private Route route(DialOrder order, PlanReports reports) {
        return PlanDial.start(plans, run.reporting(reports), order, budget, PlanDial.Then.NOBODY)
                .orElseGet(() -> new Route.Refused(480, "Nobody can be dialled"));
    }

    @Override
    public NameAddr seenByFirst() {
        return NameAddr.of(SipUri.of("callback", plans.directory().defaultDomain(), -1));
    }

    @Override
    public NameAddr seenBySecond() {
        return run.account()
                .map(account -> NameAddr.of(SipUri.of(account.name(), account.domain(), -1)))
                .orElseGet(this::seenByFirst);
    }

    @Override
    public String createdBy() {
        return "dialplan";
    }

    @Override
    public Optional<Duration> ringFirst() {
        return Optional.of(one.ring());
    }

    @Override
    public Optional<Duration> ringSecond() {
        return Optional.of(other.ring());
    }
}
