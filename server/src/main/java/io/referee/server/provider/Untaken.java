package io.referee.server.provider;

import io.referee.server.account.Provider;
import io.referee.server.event.ProviderFact;
import io.referee.sip.transport.Hop;

/// A call of a provider that nobody takes. *Immutable.*
///
/// @param source the neighbour's address, without port
/// @param why nobody does, in words, with what would help
public record Untaken(Provider provider, String source, String why) {

    static Untaken of(Provider provider, Hop from, String why) {
        return new Untaken(provider, from.host(), why);
    }

    /// For the events and the ladder.
    ///
    /// @param uri what was called
    public ProviderFact fact(String uri) {
        return new ProviderFact.Untaken(provider.name(), source, uri, why);
    }
}
