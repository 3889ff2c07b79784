package io.referee.server.call;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.Endpoint;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferHabits;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Optional;
import java.util.function.Supplier;

/// What owners say of the phones and servers at the other ends of legs, as it is now: of a leg with
/// an account the account, else the provider over which it goes. *Engine thread only.*
public record Endpoints(Supplier<Directory> directory) {

    /// What is special about who is at the other end.
    public Endpoint of(Leg leg) {
        return account(leg)
                .map(account -> account.habits().endpoint())
                .or(() -> provider(leg).map(provider -> provider.calls().transfers().endpoint()))
                .orElse(Endpoint.USUAL);
    }

    /// What is special about the phones of the account at this address, if it is one.
    public Endpoint at(Uri address) {
        return address instanceof SipUri sip
                ? directory
                        .get()
                        .account(sip.plainUser(), sip.domain())
                        .map(account -> account.habits().endpoint())
                        .orElse(Endpoint.USUAL)
                : Endpoint.USUAL;
    }

    /// What is special about the account of the leg in transfers; nothing without one.
    public TransferHabits habits(Leg leg) {
        return account(leg).map(Account::habits).orElse(TransferHabits.USUAL);
    }

    /// Whose word that is, for people: `account bob@example.org`, `provider blueface`.
    public String named(Leg leg) {
        return account(leg)
                .map(account -> "account " + account.aor())
                .or(() -> provider(leg).map(provider -> "provider " + provider.name()))
                .orElse("nobody");
    }

    private Optional<Account> account(Leg leg) {
        return directory.get().account(leg.identity().account());
    }

    private Optional<Provider> provider(Leg leg) {
        return leg.identity().account().isEmpty()
                ? ProviderAuthorizer.providerOf(leg.session().authorizer())
                        .flatMap(then -> directory.get().provider(then.owner(), then.name()))
                : Optional.empty();
    }
}
