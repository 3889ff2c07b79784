package io.referee.server.transfer;

import io.referee.server.call.Route;
import io.referee.server.call.Target;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.Uri;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a plan makes of a target is looked at as the target was: a leg to a denied number is left
/// out, and so is one to a premium or international number too many (`transfers.md` F.6). Accounts
/// of this server cost nothing and are not looked at. *Engine thread only.*
///
/// Who asked for such a number was counted for it already; the same call in another form of writing
/// is no second one.
final class DialledGuard implements Function<Route.Ring, Route> {
    private final Order order;
    private final Targets targets;
    private final CostlyTargets costly;
    private final Outside outside;
    private Optional<Refusal> refusal = Optional.empty();
    private boolean admitted;

    DialledGuard(Order order, Targets targets, CostlyTargets costly, Outside outside) {
        this.order = order;
        this.targets = targets;
        this.costly = costly;
        this.outside = outside;
    }

    /// The route without such legs, of whatever comes later too.
    Route over(Route route) {
        Route left = Route.changed(route, this);
        admitted = true;
        return left;
    }

    /// Why the leg that was left out last was; empty when none was.
    Optional<Refusal> refusal() {
        return refusal;
    }

    /// What is dialled at once counts when the transfer begins, and later legs when they are looked
    /// at, because then they are rung.
    @Override
    public Route apply(Route.Ring ring) {
        Set<String> more = new HashSet<>();
        Route left =
                Route.without(
                        ring,
                        target ->
                                objection(target, more)
                                        .map(no -> new Route.Refused(no.status(), no.reason())));
        if (admitted) {
            counts(order, left, costly, outside);
        }
        return left;
    }

    private Optional<Refusal> objection(Target target, Set<String> more) {
        if (target.account().isPresent()) {
            return Optional.empty();
        }
        Optional<Refusal> no = targets.denied(target.uri()).or(() -> exceeded(target.uri(), more));
        if (no.isPresent()) {
            refusal = no;
        }
        return no;
    }

    private Optional<Refusal> exceeded(Uri dialled, Set<String> more) {
        return costly.isCostly(order.target())
                ? Optional.empty()
                : costly.exceeded(order.payer(), dialled, more, outside.now());
    }

    /// The costly numbers of a ring are dialled now.
    static void counts(Order order, Route route, CostlyTargets costly, Outside outside) {
        if (!(route instanceof Route.Ring ring) || costly.isCostly(order.target())) {
            return;
        }
        ring.targets().stream()
                .filter(target -> target.account().isEmpty())
                .forEach(to -> costly.started(order.payer(), to.uri(), outside.now()));
        ring.branches().forEach(branch -> counts(order, branch.route(), costly, outside));
    }
}
