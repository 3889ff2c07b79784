package io.referee.server.app.apply;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.app.apply.ApplyFile.UserEntry;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Place;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The changes a user can make to the directory: a whole apply file, or one entry by HTTP. Each is
/// checked as a whole and ends in a new directory, or in [BadConfiguration] with the directory as
/// it was. Doing it twice changes nothing the second time. *Any thread; user passwords take their
/// time.*
public final class Apply {

    private Apply() {}

    /// Brings every user of an apply file to what the file says. Users whom it does not name stay
    /// as they are.
    public static Applied file(Node document, DirectorySnapshot before) {
        return file(document, PlanFiles.sent(Map.of()), before);
    }

    /// The same.
    ///
    /// @param files where the scripts are that its plans name
    public static Applied file(Node document, PlanFiles files, DirectorySnapshot before) {
        ApplyFile file = new EntryReader(before.domains(), files).file(document);
        return new Merge(before, file).applied();
    }

    /// Adds or changes one user; the body has the keys of a user in the apply file.
    public static Applied user(Node body, String name, DirectorySnapshot before) {
        EntryReader reader = new EntryReader(before.domains());
        UserEntry user = reader.user(body, name);
        return merged(user, reader, before);
    }

    /// Adds or changes one account of an existing owner; the body has the keys of an account in the
    /// apply file.
    ///
    /// @param account `name@domain`, or `name` for the default domain
    public static Applied account(
            Node body, String owner, String account, DirectorySnapshot before) {
        EntryReader reader = new EntryReader(before.domains());
        ApplyFile.AccountEntry entry = reader.account(body, aor(account, before));
        return new Merge(before, new ApplyFile(List.of(), reader.warnings()))
                .with(existing(owner, before), entry)
                .applied();
    }

    /// Adds or changes one dial plan of an existing owner; the body has the keys of a plan in the
    /// apply file.
    public static Applied dialPlan(Node body, String owner, String name, DirectorySnapshot before) {
        EntryReader reader = new EntryReader(before.domains());
        ApplyFile.PlanEntry entry = reader.dialPlan(body, name);
        return new Merge(before, new ApplyFile(List.of(), reader.warnings()))
                .with(existing(owner, before), entry)
                .applied();
    }

    /// Adds or changes one provider of an existing owner; the body has the keys of a provider in
    /// the apply file.
    public static Applied provider(Node body, String owner, String name, DirectorySnapshot before) {
        EntryReader reader = new EntryReader(before.domains());
        ApplyFile.ProviderEntry entry = reader.provider(body, name);
        return new Merge(before, new ApplyFile(List.of(), reader.warnings()))
                .with(existing(owner, before), entry)
                .applied();
    }

    /// Switches the registration of a provider off for good, with the reason in words; empty when
    /// there is none that registers.
    public static Optional<Applied> disabledProvider(
            String owner, String name, String reason, DirectorySnapshot before) {
        return before.provider(owner, name)
                .filter(Provider::registers)
                .map(found -> compared(before, before.draft().put(found.disabled(reason))));
    }

    /// Removes a provider of this owner; empty when they have none of that name.
    public static Optional<Applied> withoutProvider(
            String owner, String name, DirectorySnapshot before) {
        return before.provider(owner, name)
                .map(found -> compared(before, before.draft().remove(found)));
    }

    /// Removes a user with everything that is theirs; empty when there is none of that name.
    public static Optional<Applied> withoutUser(String name, DirectorySnapshot before) {
        return before.owner(name).map(owner -> compared(before, before.draft().remove(owner)));
    }

    /// Removes an account of this owner; empty when they have none of that name.
    ///
    /// @param account `name@domain`, or `name` for the default domain
    public static Optional<Applied> withoutAccount(
            String owner, String account, DirectorySnapshot before) {
        String aor = aor(account, before);
        int at = aor.indexOf('@');
        return before.account(aor.substring(0, at), aor.substring(at + 1))
                .filter(found -> found.owner().equals(owner))
                .map(found -> compared(before, before.draft().remove(found)));
    }

    /// Removes a dial plan of this owner; empty when they have none of that name.
    ///
    /// @throws BadConfiguration when an account still uses it
    public static Optional<Applied> withoutDialPlan(
            String owner, String name, DirectorySnapshot before) {
        Optional<DialPlan> plan = before.dialPlan(owner, name);
        for (Account account : before.accountsOf(owner)) {
            boolean used = account.outPlan().equals(name) || account.inPlan().equals(name);
            if (plan.isPresent() && used) {
                throw new BadConfiguration(
                        "the dial plan "
                                + name
                                + " is in use by the account "
                                + account.aor()
                                + ".");
            }
        }
        return plan.map(found -> compared(before, before.draft().remove(found)));
    }

    private static Applied merged(UserEntry user, EntryReader reader, DirectorySnapshot before) {
        return new Merge(before, new ApplyFile(List.of(user), reader.warnings())).applied();
    }

    private static Applied compared(DirectorySnapshot before, DirectorySnapshot.Draft draft) {
        return Merge.compare(before, draft.snapshot());
    }

    private static Owner existing(String owner, DirectorySnapshot before) {
        return before.owner(owner)
                .orElseThrow(() -> new BadConfiguration("there is no user " + owner + "."));
    }

    private static String aor(String account, DirectorySnapshot before) {
        int at = account.indexOf('@');
        if (at == 0) {
            throw Place.outside(account)
                    .complaint("is no account; one looks like alice@localhost.");
        }
        return at < 0 ? account + "@" + before.defaultDomain() : account;
    }
}
