package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.server.registrar.Gruu;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;
import java.util.function.Function;

/// Sends calls to a globally routable URI to the one phone that it names (RFC 5627 §5.2). Where the
/// account may be called is decided as for its address of record, dial plans included; of the
/// places to ring only those of the phone stay. *Engine thread only.*
public final class GruuRouter implements Router {
    private static final Route.Refused NOT_FOUND = new Route.Refused(404, "Not Found");

    private final Router inner;
    private final Function<SipUri, Optional<Gruu>> gruus;

    /// @param gruus which phone a URI with a `gr` parameter names
    public GruuRouter(Router inner, Function<SipUri, Optional<Gruu>> gruus) {
        this.inner = inner;
        this.gruus = gruus;
    }

    @Override
    public Route outgoing(Account caller, RouteQuery query) {
        if (!isGruu(query.target())) {
            return inner.outgoing(caller, query);
        }
        Optional<Gruu> gruu = gruus.apply((SipUri) query.target());
        return gruu.isEmpty()
                ? NOT_FOUND
                : narrowed(inner.outgoing(caller, query.to(address(gruu.get()))), gruu.get());
    }

    @Override
    public Route incoming(Account callee, RouteQuery query) {
        if (!isGruu(query.target())) {
            return inner.incoming(callee, query);
        }
        Optional<Gruu> gruu = gruus.apply((SipUri) query.target());
        return gruu.isEmpty() ? NOT_FOUND : narrowed(inner.incoming(callee, query), gruu.get());
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
        if (!isGruu(query.target())) {
            return inner.transfer(owner, query);
        }
        Optional<Gruu> gruu = gruus.apply((SipUri) query.target());
        return gruu.isEmpty()
                ? Optional.of(NOT_FOUND)
                : inner.transfer(owner, query.to(address(gruu.get())))
                        .map(route -> narrowed(route, gruu.get()));
    }

    @Override
    public SipUri account(SipUri target) {
        return isGruu(target)
                ? gruus.apply(target).map(GruuRouter::address).orElse(target)
                : target;
    }

    private static boolean isGruu(Uri target) {
        return target instanceof SipUri sip && sip.parameters().has("gr");
    }

    private static SipUri address(Gruu gruu) {
        return SipUri.of(io.referee.sip.uri.Escapes.escapeUser(gruu.name()), gruu.domain(), -1);
    }

    private static Route narrowed(Route route, Gruu gruu) {
        return Route.only(route, target -> gruu.is(target.phone().instance()));
    }
}
