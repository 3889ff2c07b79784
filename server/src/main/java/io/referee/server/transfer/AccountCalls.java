package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.call.Leg;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.sip.header.NameAddr;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

/// An account's phone, and whom it then calls, in its name and at its cost. *Engine thread only.*
record AccountCalls(Router router, Account from, Uri to, String createdBy) implements Ends {
    @Override
    public Route first(PlanReports reports) {
        return router.incoming(from, RouteQuery.made(uri(), seenByFirst(), reports));
    }

    @Override
    public Route second(Leg answered, PlanReports reports) {
        return router.outgoing(from, RouteQuery.made(to, seenBySecond(), reports));
    }

    @Override
    public NameAddr seenByFirst() {
        return NameAddr.of(to instanceof SipUri sip ? sip.bare() : uri());
    }

    @Override
    public NameAddr seenBySecond() {
        return NameAddr.of(uri());
    }

    @Override
    public String payer() {
        return from.aor();
    }

    private SipUri uri() {
        return SipUri.of(from.name(), from.domain(), -1);
    }
}
