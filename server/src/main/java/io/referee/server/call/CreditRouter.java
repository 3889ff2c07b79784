package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.server.account.Credit;
import io.referee.sip.uri.SipUri;

import java.util.Optional;

/// Sends no call anywhere that an account would pay for whose credit is used up: 402, before
/// anything rings (RFC 3261 §21.4.3). *Engine thread only.*
public final class CreditRouter implements Router {
    private final Router inner;
    private final Credit credit;

    public CreditRouter(Router inner, Credit credit) {
        this.inner = inner;
        this.credit = credit;
    }

    @Override
    public Route outgoing(Account caller, RouteQuery query) {
        return credit.exhausted(caller.aor())
                ? new Route.Refused(402, "Payment Required")
                : inner.outgoing(caller, query);
    }

    @Override
    public Route incoming(Account callee, RouteQuery query) {
        return inner.incoming(callee, query);
    }

    @Override
    public SipUri account(SipUri target) {
        return inner.account(target);
    }

    @Override
    public void begins(String owner) {
        inner.begins(owner);
    }

    @Override
    public Optional<Route> planned(String owner, String plan, RouteQuery query) {
        return inner.planned(owner, plan, query);
    }

    @Override
    public Optional<Route> transfer(String owner, RouteQuery query) {
        return inner.transfer(owner, query);
    }
}
