package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.call.PlanReports;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.TransferQuery;
import io.referee.server.dialplan.Dialled;
import io.referee.sip.header.NameAddr;
import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// One execution of a plan: whose it is and what for. *Immutable.*
///
/// @param account the caller's on a call out, the called one on a call in; empty when nobody's
/// @param redirection why a plan runs once more
/// @param loop whether the call comes from another plan of this server, which is not to go round in
///   circles
public record PlanRun(
        DialPlan plan,
        Kind kind,
        Optional<Account> account,
        RouteQuery query,
        Optional<Redirection> redirection,
        Circle loop) {

    /// What for.
    public enum Kind {
        /// A call by the owner; also a transfer or a call back that nobody's phone places.
        OUT,
        /// A call to the owner's account.
        IN,
        /// Somebody who was called says that he is elsewhere.
        REDIRECT
    }

    /// A call out by this account.
    public static PlanRun out(DialPlan plan, Account caller, RouteQuery query) {
        return new PlanRun(
                plan, Kind.OUT, Optional.of(caller), query, Optional.empty(), Circle.begun());
    }

    /// A call in to this account, which knows of no transfer that it is a part of.
    public static PlanRun in(DialPlan plan, Account callee, RouteQuery query, Circle loop) {
        RouteQuery call = query.transferring(Optional.empty());
        return new PlanRun(plan, Kind.IN, Optional.of(callee), call, Optional.empty(), loop);
    }

    /// A call that nobody's phone asks for.
    public static PlanRun made(DialPlan plan, RouteQuery query) {
        return new PlanRun(
                plan, Kind.OUT, Optional.empty(), query, Optional.empty(), Circle.begun());
    }

    /// The same plan once more, for where somebody is.
    PlanRun again(Redirection next) {
        return new PlanRun(plan, Kind.REDIRECT, account, deeper().query(), Optional.of(next), loop);
    }

    /// The same run for whoever this one has named, and pays for.
    PlanRun diverted(Redirection found) {
        return new PlanRun(plan, kind, account, deeper().query(), Optional.of(found), loop);
    }

    /// A run of rules for a redirection: they decide about where it leads as they would about a
    /// call there, because rules cannot ask for it.
    PlanRun towards(Redirection found) {
        return new PlanRun(plan, kind, account, query.to(found.contact()), redirection, loop);
    }

    /// The same run for whoever was named by somebody that it called: a redirection counts like a
    /// transfer.
    PlanRun deeper() {
        return new PlanRun(plan, kind, account, query.at(query.depth() + 1), redirection, loop);
    }

    /// The same beside its own call, which may be over before.
    PlanRun reporting(PlanReports reports) {
        return new PlanRun(plan, kind, account, query.reporting(reports), redirection, loop);
    }

    /// Whose plan it is.
    public String owner() {
        return plan.owner();
    }

    /// What its variables stand for.
    public Dialled dialled() {
        NameAddr from = query.from();
        String host = from.sipUri().map(SipUri::host).orElse("");
        String user = from.sipUri().map(SipUri::plainUser).orElseGet(() -> user(from.uri()));
        return new Dialled(
                user(query.target()),
                from.displayName(),
                user,
                host,
                address(query.transfer().map(TransferQuery::transferor)),
                address(query.transfer().map(TransferQuery::transferee)),
                query.transfer().map(transfer -> transfer.referTo().text()).orElse(""));
    }

    private static String address(Optional<String> party) {
        return party.flatMap(SipUri::parse)
                .map(uri -> uri.user().isEmpty() ? uri.host() : uri.plainUser() + '@' + uri.host())
                .orElse("");
    }

    /// The account that pays for its calls, when that is not whoever pays for the call anyway: of a
    /// redirection, the one that asked for it (`transfers.md` G.3), if it may have the plan's owner
    /// dial; of a call in, the one that has it go on.
    String payer() {
        Optional<String> diverting =
                redirection.flatMap(Redirection::by).filter(this::mayDivert).map(Account::aor);
        if (diverting.isPresent()) {
            return diverting.get();
        }
        boolean goesOn = kind == Kind.IN || kind == Kind.REDIRECT;
        return goesOn ? account.map(Account::aor).orElse("") : "";
    }

    /// A new run of the plan dials as its owner likes, which is not another owner's to pay.
    private boolean mayDivert(Account by) {
        return kind != Kind.REDIRECT || by.owner().equals(owner());
    }

    /// Says something about it.
    public void step(String text) {
        query.reports().step(plan.name(), text);
    }

    /// Says that something is wrong with it.
    public void error(String text) {
        query.reports().error(plan.name(), 0, text);
    }

    /// User part of a URI, without escapes; digits of a number.
    public static String user(Uri target) {
        return switch (target) {
            case SipUri sip -> sip.plainUser();
            case TelUri tel -> tel.digits();
            case OtherUri other -> other.rest();
        };
    }
}
