package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.call.Leg;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.transfer.Ends;
import io.referee.sip.header.NameAddr;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/// The two of a [Callbacks]: each a dial string of an owner, or a number that goes through the plan
/// of the account that pays. *Engine thread only.*
///
/// @param account who pays, and whose plan numbers run through
record CallbackEnds(
        Surroundings around, Optional<Account> account, End one, End other, String createdBy)
        implements Ends {

    /// Whom it asks.
    ///
    /// @param run a run of a plan that there is not, for an owner
    record Surroundings(Plans plans, Router router, BiFunction<String, PlanReports, PlanRun> run) {}

    /// One of the two.
    ///
    /// @param number what the account's phone would dial; empty for a dial string
    record End(String owner, DialOrder order, Optional<SipUri> number) {}

    @Override
    public Route first(PlanReports reports) {
        return route(one, reports);
    }

    @Override
    public Route second(Leg answered, PlanReports reports) {
        return route(other, reports);
    }

    private Route route(End end, PlanReports reports) {
        return end.number()
                .flatMap(number -> account.map(who -> outgoing(who, number, reports)))
                .orElseGet(() -> dialled(end, reports));
    }

    private Route outgoing(Account caller, SipUri number, PlanReports reports) {
        return around.router().outgoing(caller, RouteQuery.made(number, seenBySecond(), reports));
    }

    private Route dialled(End end, PlanReports reports) {
        return PlanDial.start(
                        around.plans(),
                        around.run().apply(end.owner(), reports),
                        end.order(),
                        new PlanDial.Budget(),
                        PlanDial.Then.NOBODY)
                .orElseGet(() -> new Route.Refused(480, "Nobody can be dialled"));
    }

    @Override
    public NameAddr seenByFirst() {
        return NameAddr.of(other.number().orElseGet(this::callback));
    }

    @Override
    public NameAddr seenBySecond() {
        return NameAddr.of(
                account.map(who -> SipUri.of(who.name(), who.domain(), -1))
                        .orElseGet(this::callback));
    }

    private SipUri callback() {
        return SipUri.of(Callbacks.NAME, around.plans().directory().defaultDomain(), -1);
    }

    @Override
    public String payer() {
        return account.map(Account::aor).orElse("");
    }

    @Override
    public Optional<Duration> ringFirst() {
        return Optional.of(one.order().ring());
    }

    @Override
    public Optional<Duration> ringSecond() {
        return Optional.of(other.order().ring());
    }
}
