package io.referee.server.provider;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.sip.session.Authorizer;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import java.util.Optional;

/// What providers send us. *Engine thread only.*
public interface Arrivals {
    /// There are no providers.
    Arrivals NONE =
            new Arrivals() {
                @Override
                public Optional<Arrival> arriving(SipUri uri, Hop from) {
                    return Optional.empty();
                }

                @Override
                public boolean notified(ServerTransaction transaction) {
                    return false;
                }
            };

    /// A call that comes from a provider.
    ///
    /// @param asked what plans are told was dialled: `provider.owner` at our domain, by which they
    ///   see the provider
    /// @param login answers challenges of the provider within the call
    /// @param callee whose call it is; empty when the owner has nobody to take it
    record Arrival(Provider provider, SipUri asked, Authorizer login, Optional<Account> callee) {}

    /// The account behind a user name with dots: the part behind the last one names it.
    static Optional<Account> behindDots(SipUri uri, Directory directory) {
        String user = uri.plainUser();
        int dot = user.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : directory.account(user.substring(dot + 1), uri.domain());
    }

    /// Whether a call to this URI from this neighbour comes from one of the providers.
    Optional<Arrival> arriving(SipUri uri, Hop from);

    /// Which provider's a call may be that nobody takes, and why nobody does: it comes from one of
    /// the provider's servers, or goes to the provider's name. Empty when it is no provider's, or
    /// could be that of several owners.
    default Optional<Untaken> untaken(SipUri uri, Hop from) {
        return Optional.empty();
    }

    /// Takes a NOTIFY of ours, in whichever dialog.
    ///
    /// @return whether it was answered
    boolean notified(ServerTransaction transaction);
}
