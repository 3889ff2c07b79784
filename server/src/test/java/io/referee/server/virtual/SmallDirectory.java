package io.referee.server.virtual;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.sip.digest.Digest;
import io.referee.sip.digest.Ha1;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A directory of one domain, `example.org`.
public record SmallDirectory(List<Account> list) implements Directory {
    public static final String DOMAIN = "example.org";

    /// An account of `aaron`.
    public static Account of(String name, String password) {
        return of(name, password, Access.USUAL);
    }

    /// The same, used in another way.
    public static Account of(String name, String password, Access access) {
        Ha1 ha1 = new Digest().ha1(name, DOMAIN, password);
        return new Account(
                "aaron",
                name,
                DOMAIN,
                ha1,
                "",
                "",
                TransferMode.DENY,
                Optional.empty(),
                "",
                access);
    }

    @Override
    public boolean serves(String domain) {
        return DOMAIN.equalsIgnoreCase(domain);
    }

    @Override
    public String defaultDomain() {
        return DOMAIN;
    }

    @Override
    public Optional<Account> account(String name, String domain) {
        return list.stream()
                .filter(account -> account.name().equals(name) && serves(domain))
                .findFirst();
    }

    @Override
    public Optional<DialPlan> dialPlan(String owner, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Provider> provider(String owner, String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Owner> owner(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Owner> ownerOfKey(String keyHash) {
        return Optional.empty();
    }

    @Override
    public Collection<Account> accounts() {
        return list;
    }

    @Override
    public Collection<DialPlan> dialPlans() {
        return List.of();
    }

    @Override
    public Collection<Provider> providers() {
        return List.of();
    }

    @Override
    public Collection<Owner> owners() {
        return List.of();
    }
}
