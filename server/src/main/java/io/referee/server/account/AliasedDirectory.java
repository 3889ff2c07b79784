package io.referee.server.account;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// A directory in which other names stand for the default domain: the addresses of this machine,
/// because that is what people type into a phone first. *Immutable, any thread.*
///
/// @param aliases host names and IP addresses in lower case, IPv6 in brackets
public record AliasedDirectory(Directory inner, Set<String> aliases) implements Directory {

    @Override
    public boolean serves(String domain) {
        return inner.serves(domain) || isAlias(domain);
    }

    private boolean isAlias(String domain) {
        return aliases.contains(domain.toLowerCase(java.util.Locale.ROOT));
    }

    @Override
    public String canonical(String domain) {
        return !inner.serves(domain) && isAlias(domain)
                ? inner.defaultDomain()
                : inner.canonical(domain);
    }

    @Override
    public String defaultDomain() {
        return inner.defaultDomain();
    }

    @Override
    public Optional<Account> account(String name, String domain) {
        return inner.account(name, canonical(domain));
    }

    @Override
    public Optional<DialPlan> dialPlan(String owner, String name) {
        return inner.dialPlan(owner, name);
    }

    @Override
    public Optional<Provider> provider(String owner, String name) {
        return inner.provider(owner, name);
    }

    @Override
    public Optional<Owner> owner(String name) {
        return inner.owner(name);
    }

    @Override
    public Optional<Owner> ownerOfKey(String keyHash) {
        return inner.ownerOfKey(keyHash);
    }

    @Override
    public Collection<Account> accounts() {
        return inner.accounts();
    }

    @Override
    public Collection<DialPlan> dialPlans() {
        return inner.dialPlans();
    }

    @Override
    public Collection<Provider> providers() {
        return inner.providers();
    }

    @Override
    public Collection<Owner> owners() {
        return inner.owners();
    }
}
