package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.event.TransferFact;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.uri.Uri;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What becomes of callers that still wait (`transfers.md` A17, A3.9): their call goes elsewhere,
/// or they are told to call elsewhere. Such a thing counts as a transfer, and costs whoever calls.
/// *Engine thread only.*
///
/// @param desk who remembers it
record Redirects(
        Transfers desk, Admission.Gate gate, Router router, Supplier<Directory> directory) {
    private static final String ELSEWHERE = "Moved Temporarily";

    /// The leg of a caller for whom somebody is rung.
    static Optional<Leg> waiting(Call call) {
        return call.dialling()
                ? call.parties().stream()
                        .filter(leg -> leg.identity().direction() == Direction.INCOMING)
                        .filter(leg -> !leg.confirmed() && !leg.over())
                        .findFirst()
                : Optional.empty();
    }

    /// Rings somebody else for the caller.
    ///
    /// @param to a URI, `user@domain`, or a user or number of the default domain
    Answer elsewhere(Call call, String to) {
        Optional<Leg> caller = waiting(call);
        if (caller.isEmpty()) {
            return refused(new Refusal(481, "Nobody is rung for a caller", ""));
        }
        Optional<Uri> target = desk.target(to);
        if (target.isEmpty()) {
            return refused(new Refusal(400, "The target cannot be read: " + to, ""));
        }
        Order order = order(call, caller.get(), target.get(), "api", List.of());
        Optional<Refusal> forbidden = gate.forbidsRedirecting(order);
        if (forbidden.isPresent()) {
            return blocked(order, "redirect", forbidden.get());
        }
        Optional<Route> route = route(order, caller.get());
        if (route.isEmpty()) {
            return blocked(order, "redirect", nowhere(order));
        }
        return switch (gate.dialling(order, route.get())) {
            case Admission.No(Refusal no) -> blocked(order, "redirect", no);
            case Admission.Yes(Route.Refused no) ->
                    blocked(order, "redirect", new Refusal(told(no.status()), no.reason(), ""));
            case Admission.Yes(Route found) -> begin(order, found);
        };
    }

    /// Other statuses speak of the call to whoever asks.
    private static int told(int status) {
        return status == 403 || status == 404 ? status : 603;
    }

    private static Refusal nowhere(Order order) {
        return new Refusal(
                603,
                "Only accounts of this server can be reached",
                "a dial plan named `transfer` of owner " + order.owner());
    }

    private Answer begin(Order order, Route route) {
        Transfers.requested(order, "redirect");
        if (own(order).isEmpty()) {
            router.begins(order.owner());
        }
        gate.counts(order, route);
        Redirect redirect = new Redirect(order, desk.begun(order));
        desk.remember(order.id(), redirect);
        order.call().publish(new TransferFact.Accepted(order.id()));
        order.call().redirect(route, redirect);
        return new Answer.Started(redirect.view());
    }

    /// An account of the owner goes on as if it had dialled the target itself; for anybody else it
    /// is where the owner lets transfers go.
    private Optional<Route> route(Order order, Leg caller) {
        Call call = order.call();
        Optional<Account> account = own(order);
        if (account.isPresent()) {
            NameAddr from = caller.partyAddress();
            RouteQuery query =
                    RouteQuery.made(order.target(), from, call.reports()).at(call.depth() + 1);
            return Optional.of(router.outgoing(account.get(), query));
        }
        RouteQuery query =
                RouteQuery.anonymous(
                                order.target(), directory.get().defaultDomain(), call.reports())
                        .transferring(Optional.of(order.query()))
                        .at(call.depth() + 1);
        return router.transfer(order.owner(), query).map(found -> paid(found, order.payer()));
    }

    private static Route paid(Route route, String payer) {
        return Route.changed(route, ring -> ring.paidBy(payer));
    }

    private Optional<Account> own(Order order) {
        int at = order.payer().indexOf('@');
        return at < 0
                ? Optional.empty()
                : directory
                        .get()
                        .account(order.payer().substring(0, at), order.payer().substring(at + 1));
    }

    /// Tells the caller to call elsewhere: what a REFER is for a party that talks.
    Answer turnAway(Call call, Leg caller, WantedRefer wanted) {
        Optional<Uri> target = desk.target(wanted.to());
        if (target.isEmpty()) {
            return refused(new Refusal(400, "The target cannot be read: " + wanted.to(), ""));
        }
        Order order = order(call, caller, target.get(), wanted.door(), wanted.headers());
        Optional<Refusal> no = gate.forbidsRedirecting(order);
        if (no.isPresent()) {
            return blocked(order, "refer", no.get());
        }
        Transfers.requested(order, "refer");
        TurnedAway turned = new TurnedAway(order);
        desk.remember(order.id(), turned);
        call.publish(new TransferFact.Accepted(order.id()));
        desk.begun(order).run();
        Header contact = Header.of(HeaderName.CONTACT, '<' + target.get().text() + '>');
        call.turnAway(caller, new Route.Refused(302, ELSEWHERE, List.of(contact)));
        call.publish(new TransferFact.Unknown(order.id(), 302, TurnedAway.WHY));
        return new Answer.Started(turned.view());
    }

    /// Who rings leaves, if anybody does; the caller stays.
    private Order order(Call call, Leg caller, Uri target, String door, List<Header> headers) {
        Charge charge = desk.charge(caller, call);
        Leg rings =
                call.legsNow().stream()
                        .filter(leg -> leg != caller && !leg.confirmed())
                        .findFirst()
                        .orElse(caller);
        return new Order(
                call.legs().freshId('t'),
                door,
                call,
                rings,
                caller,
                target,
                charge.payer(),
                charge.referredBy(),
                headers,
                desk.settings().times().ring(),
                OnFail.RESTORE);
    }

    private static Answer refused(Refusal refusal) {
        return new Answer.Refused(refusal);
    }

    private static Answer blocked(Order order, String kind, Refusal no) {
        Transfers.requested(order, kind);
        order.call()
                .publish(
                        new TransferFact.Blocked(
                                order.id(), no.status(), no.reason(), no.setting()));
        return refused(no);
    }
}
