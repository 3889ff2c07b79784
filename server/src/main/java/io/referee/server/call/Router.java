package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;
import java.util.function.BiConsumer;

/// Says where calls go: dial plans and bindings. *Engine thread only.*
public interface Router {

    /// Reports the steps of a dial plan: plan name and text.
    interface Steps extends BiConsumer<String, String> {}

    /// Where a call by this account to this URI goes.
    Route outgoing(Account caller, Uri target, Steps steps);

    /// Where a call from anywhere to this account goes.
    Route incoming(Account callee, Steps steps);

    /// Where a call from anywhere to this URI of this account goes.
    default Route incoming(Account callee, Uri target, Steps steps) {
        return incoming(callee, steps);
    }

    /// The address of record that the URI stands for: itself, unless it names one phone.
    default SipUri account(SipUri target) {
        return target;
    }

    /// Where the owner's plan of this name leads for this URI; empty when there is no such plan.
    Optional<Route> planned(String owner, String plan, Uri target, Steps steps);

    /// Where a transfer goes that this owner pays for: the owner's plan named `transfer`, or,
    /// without one, accounts of served domains only. Empty means that policy forbids this target.
    Optional<Route> transfer(String owner, Uri target, Steps steps);
}
