package io.referee.server.provider;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Provider;
import io.referee.sip.uri.SipUri;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Whose call it is that comes from a provider. *Any thread.*
public final class Callees {
    private Callees() {}

    /// The account that the URI names, if it is the owner's (with a Contact of the owner's own
    /// wish); otherwise the one with the owner's name; otherwise the one whose plan for incoming
    /// calls is the only one that the owner has; otherwise the owner's only account.
    static Optional<Account> of(Provider provider, SipUri uri, Directory directory) {
        return of(provider, uri, directory, () -> accounts(provider.owner(), directory));
    }

    private static Optional<Account> of(
            Provider provider, SipUri uri, Directory directory, Supplier<List<Account>> all) {
        return owned(provider.owner(), directory.account(uri.plainUser(), uri.domain()))
                .or(() -> usual(provider.owner(), directory, all));
    }

    /// Whose a call is that goes to the Contact that is registered there; empty when nobody takes
    /// it.
    public static Optional<Account> of(Provider provider, Directory directory) {
        return of(provider, directory, () -> accounts(provider.owner(), directory));
    }

    /// The same, for somebody who asks for many.
    ///
    /// @param all the accounts of the provider's owner
    public static Optional<Account> of(
            Provider provider, Directory directory, Supplier<List<Account>> all) {
        return SipUri.parse(provider.registration().contact())
                .map(wish -> of(provider, wish, directory, all))
                .orElseGet(() -> usual(provider.owner(), directory, all));
    }

    /// Why nobody takes a call of this provider, and what would help, in words.
    static String nobody(Provider provider, Directory directory) {
        return nobody(provider, directory, accounts(provider.owner(), directory));
    }

    /// The same, for somebody who asks for many.
    ///
    /// @param all the accounts of the provider's owner
    public static String nobody(Provider provider, Directory directory, List<Account> all) {
        String owner = provider.owner();
        return all.isEmpty()
                ? owner + " has no account"
                : owner
                        + " has several accounts, and none of them is named in registerContact, is "
                        + owner
                        + "@"
                        + directory.defaultDomain()
                        + " or has the only plan for incoming calls (in)";
    }

    private static List<Account> accounts(String owner, Directory directory) {
        return directory.accounts().stream().filter(a -> a.owner().equals(owner)).toList();
    }

    private static Optional<Account> usual(
            String owner, Directory directory, Supplier<List<Account>> accounts) {
        Optional<Account> named = owned(owner, directory.account(owner, directory.defaultDomain()));
        if (named.isPresent()) {
            return named;
        }
        List<Account> all = accounts.get();
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
