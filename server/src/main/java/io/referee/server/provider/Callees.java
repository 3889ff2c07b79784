package io.referee.server.provider;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.sip.uri.SipUri;

import java.util.List;
import java.util.Optional;

/// Whose call it is that comes from a provider. *Any thread.*
final class Callees {
    private Callees() {}

    /// The account that the URI names, if it is the owner's (with a Contact of the owner's own
    /// wish); otherwise the one with the owner's name; otherwise the one whose plan for incoming
    /// calls is the only one that the owner has; otherwise the owner's only account.
    static Optional<Account> of(Provider provider, SipUri uri, Directory directory) {
        String owner = provider.owner();
        Optional<Account> named =
                owned(owner, directory.account(uri.plainUser(), uri.domain()))
                        .or(
                                () ->
                                        owned(
                                                owner,
                                                directory.account(
                                                        owner, directory.defaultDomain())));
        if (named.isPresent()) {
            return named;
        }
        List<Account> all =
                directory.accounts().stream().filter(a -> a.owner().equals(owner)).toList();
        List<Account> planned = all.stream().filter(a -> !a.inPlan().isEmpty()).toList();
        boolean onePlan = planned.stream().map(Account::inPlan).distinct().count() == 1;
        if (onePlan) {
            return Optional.of(planned.getFirst());
        }
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    private static Optional<Account> owned(String owner, Optional<Account> found) {
        return found.filter(account -> account.owner().equals(owner));
    }
}
