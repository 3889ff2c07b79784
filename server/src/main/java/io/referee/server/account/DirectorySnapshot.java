package io.referee.server.account;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The directory as maps. *Immutable, any thread.* A [Draft] makes the next one. Two snapshots are
/// equal when they hold the same, in whatever order.
public final class DirectorySnapshot implements Directory {
    private final List<String> domains;
    private final Map<String, Owner> owners;
    private final Map<String, Owner> ownersByKey;
    private final Map<AccountKey, Account> accounts;
    private final Map<PlanKey, DialPlan> dialPlans;
    private final Map<ProviderKey, Provider> providers;

    private record AccountKey(String name, String domain) {
        static AccountKey of(String name, String domain) {
            return new AccountKey(name, domain.toLowerCase(Locale.ROOT));
        }
    }

    private record PlanKey(String owner, String name) {}

    private record ProviderKey(String owner, String name) {
        static ProviderKey of(String owner, String name) {
            return new ProviderKey(owner, name.toLowerCase(Locale.ROOT));
        }
    }

    private DirectorySnapshot(Draft draft) {
        this.domains = draft.domains;
        this.owners = Collections.unmodifiableMap(draft.owners);
        this.accounts = Collections.unmodifiableMap(draft.accounts);
        this.dialPlans = Collections.unmodifiableMap(draft.dialPlans);
        this.providers = Collections.unmodifiableMap(draft.providers);
        this.ownersByKey = new LinkedHashMap<>();
        for (Owner owner : owners.values()) {
            owner.keyHashes().forEach(hash -> ownersByKey.put(hash, owner));
        }
    }

    /// A directory of these domains with nobody in it.
    ///
    /// @param domains at least one; the first is the default
    public static DirectorySnapshot empty(List<String> domains) {
        if (domains.isEmpty()) {
            throw new IllegalArgumentException("a directory needs at least one domain");
        }
        return new Draft(domains.stream().map(d -> d.toLowerCase(Locale.ROOT)).toList()).snapshot();
    }

    /// A directory with all of these and no providers.
    public static DirectorySnapshot of(
            List<String> domains,
            Collection<Owner> owners,
            Collection<Account> accounts,
            Collection<DialPlan> dialPlans) {
        Draft draft = empty(domains).draft();
        owners.forEach(draft::put);
        accounts.forEach(draft::put);
        dialPlans.forEach(draft::put);
        return draft.snapshot();
    }

    /// A directory with all that a store has kept.
    public static DirectorySnapshot of(List<String> domains, DirectoryStore.Contents kept) {
        Draft draft = of(domains, kept.owners(), kept.accounts(), kept.dialPlans()).draft();
        kept.providers().forEach(draft::put);
        return draft.snapshot();
    }

    /// A copy that can be changed.
    public Draft draft() {
        Draft draft = new Draft(domains);
        draft.owners.putAll(owners);
        draft.accounts.putAll(accounts);
        draft.dialPlans.putAll(dialPlans);
        draft.providers.putAll(providers);
        return draft;
    }

    /// Every served domain, in lower case; the first is the default.
    public List<String> domains() {
        return domains;
    }

    @Override
    public boolean serves(String domain) {
        for (String served : domains) {
            if (served.equalsIgnoreCase(domain)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String defaultDomain() {
        return domains.getFirst();
    }

    @Override
    public Optional<Account> account(String name, String domain) {
        return Optional.ofNullable(accounts.get(AccountKey.of(name, domain)));
    }

    @Override
    public Optional<DialPlan> dialPlan(String owner, String name) {
        return Optional.ofNullable(dialPlans.get(new PlanKey(owner, name)));
    }

    @Override
    public Optional<Provider> provider(String owner, String name) {
        return Optional.ofNullable(providers.get(ProviderKey.of(owner, name)));
    }

    @Override
    public Optional<Owner> owner(String name) {
        return Optional.ofNullable(owners.get(name));
    }

    @Override
    public Optional<Owner> ownerOfKey(String keyHash) {
        return Optional.ofNullable(ownersByKey.get(keyHash));
    }

    @Override
    public Collection<Account> accounts() {
        return accounts.values();
    }

    /// The accounts of one owner.
    public List<Account> accountsOf(String owner) {
        return accounts.values().stream().filter(a -> a.owner().equals(owner)).toList();
    }

    @Override
    public Collection<DialPlan> dialPlans() {
        return dialPlans.values();
    }

    /// The dial plans of one owner.
    public List<DialPlan> dialPlansOf(String owner) {
        return dialPlans.values().stream().filter(p -> p.owner().equals(owner)).toList();
    }

    @Override
    public Collection<Provider> providers() {
        return providers.values();
    }

    /// The providers of one owner.
    public List<Provider> providersOf(String owner) {
        return providers.values().stream().filter(p -> p.owner().equals(owner)).toList();
    }

    @Override
    public Collection<Owner> owners() {
        return owners.values();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DirectorySnapshot that
                && domains.equals(that.domains)
                && owners.equals(that.owners)
                && accounts.equals(that.accounts)
                && dialPlans.equals(that.dialPlans)
                && providers.equals(that.providers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(owners, accounts, dialPlans, providers);
    }

    @Override
    public String toString() {
        return "DirectorySnapshot["
                + domains
                + ", "
                + owners.size()
                + " owners, "
                + accounts.size()
                + " accounts, "
                + dialPlans.size()
                + " dial plans, "
                + providers.size()
                + " providers]";
    }

    /// A directory being changed. *One thread, its maker's.* It checks nothing: whoever drafts has
    /// checked. It is spent by [#snapshot()].
    public static final class Draft {
        private final List<String> domains;
        private final Map<String, Owner> owners = new LinkedHashMap<>();
        private final Map<AccountKey, Account> accounts = new LinkedHashMap<>();
        private final Map<PlanKey, DialPlan> dialPlans = new LinkedHashMap<>();
        private final Map<ProviderKey, Provider> providers = new LinkedHashMap<>();
        private boolean spent;

        private Draft(List<String> domains) {
            this.domains = List.copyOf(domains);
        }

        /// Adds an owner, or replaces the one of that name.
        public Draft put(Owner owner) {
            open().owners.put(owner.name(), owner);
            return this;
        }

        /// Adds an account, or replaces the one of that name and domain.
        public Draft put(Account account) {
            open().accounts.put(AccountKey.of(account.name(), account.domain()), account);
            return this;
        }

        /// Adds a dial plan, or replaces the one of that owner and name.
        public Draft put(DialPlan plan) {
            open().dialPlans.put(new PlanKey(plan.owner(), plan.name()), plan);
            return this;
        }

        /// Adds a provider, or replaces the one of that owner and name.
        public Draft put(Provider provider) {
            ProviderKey key = ProviderKey.of(provider.owner(), provider.name());
            open().providers.put(key, provider);
            return this;
        }

        /// Removes an account, if it is there.
        public Draft remove(Account account) {
            open().accounts.remove(AccountKey.of(account.name(), account.domain()));
            return this;
        }

        /// Removes a dial plan, if it is there.
        public Draft remove(DialPlan plan) {
            open().dialPlans.remove(new PlanKey(plan.owner(), plan.name()));
            return this;
        }

        /// Removes a provider, if it is there.
        public Draft remove(Provider provider) {
            open().providers.remove(ProviderKey.of(provider.owner(), provider.name()));
            return this;
        }

        /// Removes an owner with everything that is theirs.
        public Draft remove(Owner owner) {
            open().owners.remove(owner.name());
            accounts.values().removeIf(a -> a.owner().equals(owner.name()));
            dialPlans.values().removeIf(p -> p.owner().equals(owner.name()));
            providers.values().removeIf(p -> p.owner().equals(owner.name()));
            return this;
        }

        /// The finished directory. The draft cannot be used afterwards.
        public DirectorySnapshot snapshot() {
            open().spent = true;
            return new DirectorySnapshot(this);
        }

        private Draft open() {
            if (spent) {
                throw new IllegalStateException("this draft has become a snapshot already");
            }
            return this;
        }
    }
}
