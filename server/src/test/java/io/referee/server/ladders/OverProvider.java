package io.referee.server.ladders;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.call.Router;
import io.referee.server.call.Target;
import io.referee.server.call.TargetOptions;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.sip.header.NameAddr;
import io.referee.sip.session.Addressing;
import io.referee.sip.uri.SipUri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Calls to `number@blueface` go over the caller's provider of that name; all others as usual. One
/// thread only.
record OverProvider(Router inner, Supplier<Directory> directory, Supplier<String> tokens)
        implements Router {

    @Override
    public Route outgoing(Account caller, RouteQuery query) {
        return query.target() instanceof SipUri uri
                ? directory
                        .get()
                        .provider(caller.owner(), uri.host())
                        .<Route>map(found -> over(found, uri.user()))
                        .orElseGet(() -> inner.outgoing(caller, query))
                : inner.outgoing(caller, query);
    }

    private Route over(Provider provider, String number) {
        SipUri uri = SipUri.parse(provider.server()).orElseThrow().withUser(number);
        NameAddr from = NameAddr.of(SipUri.of(provider.login().username(), uri.host(), -1));
        TargetOptions options =
                new TargetOptions(
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        Optional.of(from),
                        List.of(),
                        ProviderAuthorizer.ofCalls(provider, tokens),
                        Optional.empty(),
                        "",
                        true);
        Target target =
                new Target(
                        uri, Addressing.hop(uri), Optional.empty(), Target.Phone.UNKNOWN, options);
        return new Route.Ring(List.of(target), Route.Otherwise.NOTHING);
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
    public Optional<Route> planned(String owner, String plan, RouteQuery query) {
        return inner.planned(owner, plan, query);
    }

    @Override
    public Optional<Route> transfer(String owner, RouteQuery query) {
        return inner.transfer(owner, query);
    }
}
