package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.sip.uri.SipUri;

import java.util.Optional;

/// Says where calls go: dial plans and bindings. *Engine thread only.*
public interface Router {

    /// Where a call by this account goes.
    Route outgoing(Account caller, RouteQuery query);

    /// Where a call from anywhere to this account goes; the target of the query is a URI of the
    /// account.
    Route incoming(Account callee, RouteQuery query);

    /// The address of record that the URI stands for: itself, unless it names one phone.
    default SipUri account(SipUri target) {
        return target;
    }

    /// Where the owner's plan of this name leads; empty when there is no such plan.
    Optional<Route> planned(String owner, String plan, RouteQuery query);

    /// Where a transfer goes that this owner pays for: the owner's plan named `transfer`, or,
    /// without one, accounts of served domains only. Empty means that policy forbids this target.
    Optional<Route> transfer(String owner, RouteQuery query);

    /// Something goes where [#transfer] or [#planned] led for this owner: it counts from now on.
    default void begins(String owner) {}
}
