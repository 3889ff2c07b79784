package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;

/// Sends calls to a `sips` URI to phones that registered a `sips` Contact: only they promise TLS
/// for their side of the way (RFC 5630 §5.3). Where there is none the call is 480. *Engine thread
/// only.*
public final class SipsRouter implements Router {
    private final Router inner;

    public SipsRouter(Router inner) {
        this.inner = inner;
    }

    @Override
    public Route outgoing(Account caller, RouteQuery query) {
        return safe(inner.outgoing(caller, query), query.target());
    }

    @Override
    public Route incoming(Account callee, RouteQuery query) {
        return safe(inner.incoming(callee, query), query.target());
    }

    @Override
    public Optional<Route> transfer(String owner, RouteQuery query) {
        return inner.transfer(owner, query).map(route -> safe(route, query.target()));
    }

    @Override
    public void begins(String owner) {
        inner.begins(owner);
    }

    @Override
    public Optional<Route> planned(String owner, String plan, RouteQuery query) {
        return inner.planned(owner, plan, query).map(route -> safe(route, query.target()));
    }

    @Override
    public SipUri account(SipUri target) {
        return inner.account(target);
    }

    private static Route safe(Route route, Uri target) {
        return target instanceof SipUri sip && sip.secure()
                ? Route.only(route, place -> place.uri().secure())
                : route;
    }
}
