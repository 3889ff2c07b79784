package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.call.Leg;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.call.Target;
import io.referee.sip.header.NameAddr;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// Whom a plan dials for a number, and that number, which the account that answers then calls as
/// its phone could. *Engine thread only.*
final class CalledBack implements Ends {
    private final Router router;
    private final Directory directory;
    private final Route.Ring phones;
    private final Uri number;
    private Optional<Account> caller;

    CalledBack(Router router, Directory directory, Route.Ring phones, Uri number) {
        this.router = router;
        this.directory = directory;
        this.phones = phones;
        this.number = number;
        this.caller =
                phones.targets().stream()
                        .map(Target::account)
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    @Override
    public Route first(PlanReports reports) {
        return phones;
    }

    @Override
    public Route second(Leg answered, PlanReports reports) {
        String aor = answered.identity().account();
        caller = account(aor).or(() -> caller);
        return caller.map(
                        account ->
                                router.outgoing(
                                        account, RouteQuery.made(number, seenBySecond(), reports)))
                .orElseGet(() -> new Route.Refused(480, "No account calls the number"));
    }

    private Optional<Account> account(String aor) {
        int at = aor.lastIndexOf('@');
        return at < 0
                ? Optional.empty()
                : directory.account(aor.substring(0, at), aor.substring(at + 1));
    }

    @Override
    public NameAddr seenByFirst() {
        return number instanceof SipUri sip ? NameAddr.of(sip.bare()) : seenBySecond();
    }

    @Override
    public NameAddr seenBySecond() {
        return NameAddr.of(
                caller.map(account -> SipUri.of(account.name(), account.domain(), -1))
                        .orElseGet(() -> SipUri.of("callback", directory.defaultDomain(), -1)));
    }

    @Override
    public String payer() {
        return caller.map(Account::aor).orElse("");
    }

    @Override
    public String createdBy() {
        return "callmanager";
    }
}
