package io.referee.server.app.apply;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.Change;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Hashes;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferHabits;
import io.referee.server.app.apply.ApplyFile.AccountEntry;
import io.referee.server.app.apply.ApplyFile.KeyEntry;
import io.referee.server.app.apply.ApplyFile.PlanEntry;
import io.referee.server.app.apply.ApplyFile.PlanNames;
import io.referee.server.app.apply.ApplyFile.ProviderEntry;
import io.referee.server.app.apply.ApplyFile.UserEntry;
import io.referee.server.app.document.Place;
import io.referee.sip.digest.Ha1;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Puts entries into a directory: first what is gone is taken out, then what is there is put in,
/// then the whole is checked. *One thread.*
final class Merge {
    private final DirectorySnapshot before;
    private final DirectorySnapshot trimmed;
    private final DirectorySnapshot.Draft draft;
    private final ApplyFile file;
    private final Set<String> named = new HashSet<>();
    private final Map<String, AccountEntry> accountEntries = new HashMap<>();
    private final Map<String, Place> ownerPlaces = new HashMap<>();
    private final List<Owned> plans = new ArrayList<>();

    private record Owned(String owner, PlanEntry plan) {}

    private final List<Payer> payers = new ArrayList<>();

    /// Whose accounts or providers are named: who takes calls may be another one then.
    private final Set<String> receiving = new HashSet<>();

    /// @param aor the account that pays for what a provider of the owner asks for
    /// @param place where that is written
    private record Payer(String owner, String aor, Place place) {}

    Merge(DirectorySnapshot before, ApplyFile file) {
        this.before = before;
        this.file = file;
        this.trimmed = trimmed();
        this.draft = trimmed.draft();
        for (UserEntry user : file.users()) {
            put(user);
        }
    }

    /// Puts in one account of an owner who exists.
    Merge with(Owner owner, AccountEntry account) {
        ownerPlaces.put(owner.name(), account.place());
        put(owner.name(), account);
        return this;
    }

    /// Puts in one dial plan of an owner who exists.
    Merge with(Owner owner, PlanEntry plan) {
        ownerPlaces.put(owner.name(), plan.place());
        put(owner.name(), plan);
        return this;
    }

    /// Puts in one provider of an owner who exists.
    Merge with(Owner owner, ProviderEntry provider) {
        put(owner.name(), provider);
        return this;
    }

    /// The checked whole.
    Applied applied() {
        DirectorySnapshot after = draft.snapshot();
        checkKeys(after);
        checkPlans(after);
        payers.forEach(payer -> check(payer, after));
        List<String> warnings = new ArrayList<>(file.warnings());
        List<Applied.Script> scripts = new ArrayList<>();
        for (Owned owned : plans) {
            Destinations.warn(owned.owner(), owned.plan(), after, warnings);
            script(owned).ifPresent(scripts::add);
        }
        Takers.warn(receiving, after, warnings);
        List<Change> changes =
                Change.between(before, after).stream()
                        .filter(
                                change ->
                                        change.kind() != Change.Kind.UNCHANGED
                                                || named.contains(key(change)))
                        .toList();
        return new Applied(after, changes, List.copyOf(warnings), List.copyOf(scripts));
    }

    /// A script that is new or has changed.
    private Optional<Applied.Script> script(Owned owned) {
        DialPlan plan = plan(owned.owner(), owned.plan());
        boolean known = before.dialPlan(plan.owner(), plan.name()).filter(plan::equals).isPresent();
        return known || plan.script().isEmpty()
                ? Optional.empty()
                : Optional.of(new Applied.Script(owned.plan().textPlace(), plan.script()));
    }

    /// The changes alone, without the entries that stay as they are.
    static Applied compare(DirectorySnapshot before, DirectorySnapshot after) {
        List<Change> changes =
                Change.between(before, after).stream()
                        .filter(change -> change.kind() != Change.Kind.UNCHANGED)
                        .toList();
        return new Applied(after, changes, List.of(), List.of());
    }

    /// One pass over each kind of entry, whatever the number of users.
    private DirectorySnapshot trimmed() {
        Map<String, Set<String>> accounts = new HashMap<>();
        Map<String, Set<String>> dialPlans = new HashMap<>();
        Map<String, Set<String>> providers = new HashMap<>();
        for (UserEntry user : file.users()) {
            if (user.accounts() != null) {
                accounts.put(user.name(), names(user.accounts(), AccountEntry::aor));
            }
            if (user.dialPlans() != null) {
                dialPlans.put(user.name(), names(user.dialPlans(), PlanEntry::name));
            }
            if (user.providers() != null) {
                providers.put(user.name(), names(user.providers(), p -> folded(p.name())));
            }
        }
        DirectorySnapshot.Draft trimming = before.draft();
        before.accounts().stream()
                .filter(account -> isGone(accounts.get(account.owner()), account.aor()))
                .forEach(trimming::remove);
        before.dialPlans().stream()
                .filter(plan -> isGone(dialPlans.get(plan.owner()), plan.name()))
                .forEach(trimming::remove);
        before.providers().stream()
                .filter(gone -> isGone(providers.get(gone.owner()), folded(gone.name())))
                .forEach(trimming::remove);
        return trimming.snapshot();
    }

    /// As names of providers are compared.
    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static <T> Set<String> names(List<T> entries, Function<T, String> name) {
        return entries.stream().map(name).collect(Collectors.toSet());
    }

    private static boolean isGone(@Nullable Set<String> complete, String name) {
        return complete != null && !complete.contains(name);
    }

    private void put(UserEntry user) {
        Owner old =
                before.owner(user.name()).orElseGet(() -> new Owner(user.name(), "", List.of()));
        List<String> keys =
                user.keys() == null
                        ? old.keyHashes()
                        : user.keys().stream().map(k -> Hashes.ofKey(k.key().text())).toList();
        draft.put(
                new Owner(
                        user.name(),
                        passwordHash(user.password(), old.passwordHash()),
                        keys,
                        user.rates() == null ? old.rates() : user.rates()));
        named.add(key(Change.Entry.USER, user.name()));
        ownerPlaces.put(user.name(), user.place());
        if (user.dialPlans() != null) {
            user.dialPlans().forEach(plan -> put(user.name(), plan));
        }
        if (user.accounts() != null) {
            user.accounts().forEach(account -> put(user.name(), account));
        }
        if (user.providers() != null) {
            user.providers().forEach(provider -> put(user.name(), provider));
        }
    }

    private static String passwordHash(@Nullable Secret password, String old) {
        return password == null ? old : Passwords.kept(password, old);
    }

    private void put(String owner, PlanEntry plan) {
        draft.put(plan(owner, plan));
        named.add(key(Change.Entry.DIAL_PLAN, owner + "/" + plan.name()));
        plans.add(new Owned(owner, plan));
    }

    private static DialPlan plan(String owner, PlanEntry plan) {
        return new DialPlan(
                owner, plan.name(), plan.type(), plan.script(), plan.rules(), plan.traceEmail());
    }

    private void put(String owner, AccountEntry entry) {
        Account old = trimmed.account(entry.name(), entry.domain()).orElse(null);
        if (old != null && !old.owner().equals(owner)) {
            throw entry.place()
                    .complaint(
                            "is the account " + entry.aor() + ", which belongs to another user.");
        }
        draft.put(account(owner, entry, old));
        receiving.add(owner);
        named.add(key(Change.Entry.ACCOUNT, entry.aor()));
        accountEntries.put(entry.aor(), entry);
    }

    /// Whoever writes it down again wants it to work: what switched its registration off before is
    /// forgotten.
    private void put(String owner, ProviderEntry entry) {
        Provider settings = entry.settings();
        Provider.Login login = settings.login();
        String password =
                entry.password() != null
                        ? entry.password().text()
                        : before.provider(owner, entry.name())
                                .map(old -> old.login().password())
                                .orElse("");
        draft.put(
                new Provider(
                        owner,
                        entry.name(),
                        settings.server(),
                        new Provider.Login(login.username(), login.authUsername(), password),
                        settings.calls(),
                        settings.registration()));
        payers.add(new Payer(owner, settings.calls().transfers().payer(), entry.payerPlace()));
        named.add(key(Change.Entry.PROVIDER, owner + "/" + entry.name()));
        receiving.add(owner);
    }

    private static Account account(String owner, AccountEntry entry, @Nullable Account old) {
        Secret password = entry.password();
        String name = entry.name();
        String domain = entry.domain();
        if (password != null) {
            Ha1 ha1 = Hashes.ha1(name, domain, password.text());
            return account(owner, entry, ha1, old);
        }
        if (old == null) {
            throw entry.place().complaint("needs the key password, because the account is new.");
        }
        return account(owner, entry, old.ha1(), old);
    }

    private static Account account(
            String owner, AccountEntry entry, Ha1 ha1, @Nullable Account old) {
        return new Account(
                owner,
                entry.name(),
                entry.domain(),
                ha1,
                entry.plans().out(),
                entry.plans().in(),
                entry.transfer(),
                credit(entry, old == null ? Optional.empty() : old.credit()),
                entry.onFail(),
                access(entry, old),
                ratePlan(entry, old));
    }

    /// Who says nothing of the group leaves none, and who says nothing of the token lifts no
    /// demand: only the administrator could put it back.
    private static Access access(AccountEntry entry, @Nullable Account old) {
        TransferHabits before = old == null ? TransferHabits.USUAL : old.habits();
        String group = entry.reserved().group();
        String token = entry.reserved().token();
        Access access = entry.access();
        return access.with(
                access.habits()
                        .in(group == null ? before.group() : group)
                        .proving(token == null ? before.token() : token));
    }

    /// Who says nothing of money changes none: an account that is given another password keeps its
    /// credit.
    private static Optional<Duration> credit(AccountEntry entry, Optional<Duration> old) {
        boolean prepaid = entry.prepaid() == null ? old.isPresent() : entry.prepaid();
        Duration bought = entry.credit();
        if (!prepaid && bought != null && !bought.isZero()) {
            throw entry.place().complaint("has credit without prepaid: true.");
        }
        if (!prepaid) {
            return Optional.empty();
        }
        return Optional.of(bought == null ? old.orElse(Duration.ZERO) : bought);
    }

    private static String ratePlan(AccountEntry entry, @Nullable Account old) {
        String before = old == null ? "" : old.ratePlan();
        return entry.ratePlan() == null ? before : entry.ratePlan();
    }

    private void checkKeys(DirectorySnapshot after) {
        Map<String, String> holders = new HashMap<>();
        Set<String> shared = new HashSet<>();
        for (Owner owner : after.owners()) {
            for (String hash : owner.keyHashes()) {
                String other = holders.put(hash, owner.name());
                if (other != null && !other.equals(owner.name())) {
                    shared.add(hash);
                }
            }
        }
        for (UserEntry user : file.users()) {
            for (KeyEntry key : user.keys() == null ? List.<KeyEntry>of() : user.keys()) {
                if (shared.contains(Hashes.ofKey(key.key().text()))) {
                    throw key.place().complaint("is a key of another user.");
                }
            }
        }
    }

    private void checkPlans(DirectorySnapshot after) {
        for (Account account : after.accounts()) {
            PlanNames written =
                    Optional.ofNullable(accountEntries.get(account.aor()))
                            .map(AccountEntry::plans)
                            .orElse(null);
            checkPlan(
                    after, account, account.outPlan(), written == null ? null : written.outPlace());
            checkPlan(after, account, account.inPlan(), written == null ? null : written.inPlace());
        }
    }

    /// @param place where the account names the plan, when this file does it
    private void checkPlan(
            DirectorySnapshot after, Account account, String plan, @Nullable Place place) {
        Place owner = ownerPlaces.get(account.owner());
        if (owner == null || plan.isEmpty() || after.dialPlan(account.owner(), plan).isPresent()) {
            return;
        }
        throw place == null
                ? owner.complaint(
                        "must keep the dial plan "
                                + plan
                                + ", which the account "
                                + account.aor()
                                + " uses.")
                : place.complaint(
                        "must be a dial plan of "
                                + account.owner()
                                + " or empty; there is none called "
                                + "\""
                                + plan
                                + "\".");
    }

    private static void check(Payer payer, DirectorySnapshot after) {
        boolean own =
                payer.aor().isEmpty()
                        || after.account(payer.aor())
                                .filter(account -> account.owner().equals(payer.owner()))
                                .isPresent();
        if (!own) {
            throw payer.place()
                    .complaint(
                            "must be an account of "
                                    + payer.owner()
                                    + "; there is none called \""
                                    + payer.aor()
                                    + "\".");
        }
    }

    private static String key(Change change) {
        return key(change.entry(), change.name());
    }

    private static String key(Change.Entry entry, String name) {
        return entry.word() + " " + name;
    }
}
