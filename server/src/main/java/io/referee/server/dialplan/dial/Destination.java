package io.referee.server.dialplan.dial;

import io.referee.server.account.Account;
import io.referee.sip.uri.SipUri;

/// Whom one leg of a dial string means. *Immutable.*
public sealed interface Destination {

    /// An account of ours whose phones ring: one leg per binding, none when it has none. The
    /// Request-URI is the contact of the binding, To the address of the account.
    ///
    /// @param dialled the address as it was dialled; its user may be longer than the account's name
    ///   (`1234.bob`)
    record LocalAccount(Account account, SipUri dialled) implements Destination {}

    /// An account of ours that has a plan for calls to it: a new incoming call inside the server,
    /// which runs that plan for its owner.
    record Loopback(Account account, SipUri dialled) implements Destination {}

    /// Over a provider, with its credentials.
    ///
    /// @param requestUri also the To
    record ThroughProvider(ProviderLine provider, SipUri requestUri) implements Destination {}

    /// Somebody elsewhere, without credentials: a challenge makes the leg fail.
    record Elsewhere(SipUri requestUri) implements Destination {}

    /// Nobody. The leg is left out.
    ///
    /// @param reason in words, for the log
    record Vanished(String reason) implements Destination {}
}
