package io.referee.server.app;

import io.referee.server.account.Account;
import io.referee.server.account.Change;
import io.referee.server.account.Directory;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Owner;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.account.TransferHabits;
import io.referee.server.api.DirectoryDesk;
import io.referee.server.app.apply.Applied;
import io.referee.server.app.apply.Apply;
import io.referee.server.app.apply.Passwords;
import io.referee.server.app.apply.PlanFiles;
import io.referee.server.app.apply.Secret;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.script.Syntax;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// The directory as it is kept: a snapshot that everybody reads, and the store that a change goes
/// to first. *Any thread; changes wait for each other and for the store.*
public final class StoredDirectory implements DirectoryDesk {
    private final DirectoryStore store;
    private final Consumer<List<Change>> changed;
    private final ScriptCheck check;
    private final PlanVersions versions;
    private final AtomicReference<DirectorySnapshot> now;
    private final ReentrantLock changing = new ReentrantLock();

    /// Reads what is stored: blocks.
    ///
    /// @param domains at least one; the first is the default. Accounts of other domains stay stored
    ///   and are not served
    /// @param changed told of each change after it is in force, on the thread that made it
    public StoredDirectory(
            DirectoryStore store, List<String> domains, Consumer<List<Change>> changed) {
        this(store, domains, changed, _ -> new Syntax.Good(), PlanVersionStore.NONE);
    }

    /// The same.
    ///
    /// @param versions where the texts of dial plans are kept
    /// @param check looks at scripts before they are saved, but not at those of [#applyFile]
    public StoredDirectory(
            DirectoryStore store,
            List<String> domains,
            Consumer<List<Change>> changed,
            Function<String, Syntax> check,
            PlanVersionStore versions) {
        this.store = store;
        this.changed = changed;
        this.check = new ScriptCheck(check);
        this.versions = new PlanVersions(versions, Clock.systemUTC());
        this.now = new AtomicReference<>(DirectorySnapshot.of(domains, store.loadAll()));
    }

    @Override
    public DirectorySnapshot current() {
        return now.get();
    }

    @Override
    public List<String> domains() {
        return now.get().domains();
    }

    @Override
    public boolean passwordFits(String user, String password) {
        String hash = now.get().owner(user).map(Owner::passwordHash).orElse("");
        return Passwords.fits(new Secret(password), hash);
    }

    @Override
    public Outcome apply(String yaml, String owner, By by) {
        return change(
                owner,
                by,
                before ->
                        Optional.of(
                                Apply.file(Document.yaml(Document.REQUEST_BODY, yaml), before)));
    }

    /// Applies a file: its own name stands in complaints. Its scripts are not checked, because
    /// nobody may be there yet to do it.
    ///
    /// @throws BadConfiguration when it cannot be read or is wrong; nothing was changed
    public Outcome.Done applyFile(java.nio.file.Path file) {
        changing.lock();
        try {
            return keep(
                    Apply.file(Document.yamlFile(file), PlanFiles.beside(file), now.get()),
                    file.toString());
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Outcome putUser(String name, String json, By by) {
        return change("", by, before -> Optional.of(Apply.user(body(json), name, before)));
    }

    @Override
    public Outcome putAccount(String owner, String account, String json, By by) {
        return change(
                "", by, before -> Optional.of(Apply.account(body(json), owner, account, before)));
    }

    @Override
    public Outcome putDialPlan(String owner, String name, String json, String who) {
        By by = new By(who, Rights.OWNER);
        return change(
                "", by, before -> Optional.of(Apply.dialPlan(body(json), owner, name, before)));
    }

    @Override
    public Outcome putDialPlanYaml(String owner, String name, String yaml, String who) {
        return change(
                "",
                new By(who, Rights.OWNER),
                before ->
                        Optional.of(
                                Apply.dialPlan(
                                        Document.yaml(Document.REQUEST_BODY, yaml),
                                        owner,
                                        name,
                                        before)));
    }

    @Override
    public Outcome putProvider(String owner, String name, String json) {
        return change(
                "",
                By.NOBODY,
                before -> Optional.of(Apply.provider(body(json), owner, name, before)));
    }

    @Override
    public Outcome deleteProvider(String owner, String name) {
        return change("", By.NOBODY, before -> Apply.withoutProvider(owner, name, before));
    }

    /// Switches the registration of a provider off until somebody puts the provider again.
    ///
    /// @param reason in words
    public void disableProvider(String owner, String name, String reason) {
        change("", By.NOBODY, before -> Apply.disabledProvider(owner, name, reason, before));
    }

    @Override
    public Outcome deleteUser(String name) {
        return change("", By.NOBODY, before -> Apply.withoutUser(name, before));
    }

    @Override
    public Outcome deleteAccount(String owner, String account) {
        return change("", By.NOBODY, before -> Apply.withoutAccount(owner, account, before));
    }

    @Override
    public Outcome deleteDialPlan(String owner, String name) {
        return conflicting(
                change("", By.NOBODY, before -> Apply.withoutDialPlan(owner, name, before)));
    }

    /// A deletion has no body that could be wrong: what stands against it is what is there.
    private static Outcome conflicting(Outcome outcome) {
        return outcome instanceof Outcome.Wrong(String sentence)
                ? new Outcome.Conflicting(sentence)
                : outcome;
    }

    private static io.referee.server.app.document.Node body(String json) {
        return Document.json(Document.REQUEST_BODY, json);
    }

    /// What takes time, reading a script above all, is done before others have to wait for it; it
    /// is done once more when somebody was faster.
    private Outcome change(
            String only, By by, Function<DirectorySnapshot, Optional<Applied>> what) {
        try {
            DirectorySnapshot seen = now.get();
            Optional<Applied> first = what.apply(seen).map(check::checked);
            changing.lock();
            try {
                DirectorySnapshot before = now.get();
                boolean same = before == seen; // a snapshot never changes
                return changed(only, by, before, same ? first : again(what, before, first));
            } finally {
                changing.unlock();
            }
        } catch (BadConfiguration e) {
            return new Outcome.Wrong(e.sentence());
        }
    }

    private static Optional<Applied> again(
            Function<DirectorySnapshot, Optional<Applied>> what,
            DirectorySnapshot before,
            Optional<Applied> first) {
        List<String> warnings = first.map(Applied::warnings).orElse(List.of());
        return what.apply(before)
                .map(
                        next ->
                                next.warning(
                                        warnings.stream()
                                                .filter(one -> !next.warnings().contains(one))
                                                .toList()));
    }

    private Outcome changed(
            String only, By by, DirectorySnapshot before, Optional<Applied> applied) {
        if (applied.isEmpty()) {
            return new Outcome.Unknown();
        }
        Optional<String> other =
                only.isEmpty() ? Optional.empty() : others(only, before, applied.get());
        Optional<String> no =
                by.rights() == Rights.ADMINISTRATOR
                        ? other
                        : other.or(() -> reserved(before, applied.get()));
        return no.isPresent() ? new Outcome.NotYours(no.get()) : keep(applied.get(), by.words());
    }

    /// What only the administrator says of an account: who puts his own into a transfer group could
    /// take over the calls of somebody else, and who lets it refer without a proof would undo what
    /// the configuration, or the administrator, demands. To demand one is anybody's.
    private static Optional<String> reserved(DirectorySnapshot before, Applied applied) {
        Directory after = applied.directory();
        return applied.changes().stream()
                .filter(change -> change.entry() == Change.Entry.ACCOUNT)
                .map(Change::name)
                .filter(aor -> after.account(aor).isPresent())
                .map(aor -> reserved(aor, habits(before, aor), habits(after, aor)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> reserved(String aor, TransferHabits old, TransferHabits now) {
        if (!now.group().isEmpty() && !now.group().equals(old.group())) {
            return Optional.of(
                    "Only the administrator puts an account into a transfer group, and "
                            + aor
                            + " is not in "
                            + now.group()
                            + ".");
        }
        if (now.token().equals(TransferHabits.NO_TOKEN) && !now.token().equals(old.token())) {
            return Optional.of(
                    "Only the administrator sets referredByToken: optional, which lets "
                            + aor
                            + " transfer without a proof of who refers.");
        }
        if (old.token().equals(TransferHabits.TOKEN) && !now.token().equals(old.token())) {
            return Optional.of(
                    "Only the administrator takes referredByToken: required away from "
                            + aor
                            + ".");
        }
        return Optional.empty();
    }

    private static TransferHabits habits(Directory there, String aor) {
        return there.account(aor).map(Account::habits).orElse(TransferHabits.USUAL);
    }

    private static Optional<String> others(String only, DirectorySnapshot before, Applied applied) {
        for (Change change : applied.changes()) {
            if (!ownersOf(change, before, applied.directory()).equals(Set.of(only))) {
                return Optional.of(
                        "This key is for the user "
                                + only
                                + ", and the "
                                + change.entry().word()
                                + " "
                                + change.name()
                                + " is not theirs.");
            }
        }
        return Optional.empty();
    }

    private Outcome.Done keep(Applied applied, String who) {
        DirectorySnapshot before = now.get();
        DirectorySnapshot after = applied.directory();
        for (String name : touched(applied, before)) {
            Optional<Owner> owner = after.owner(name);
            if (owner.isPresent()) {
                store.replace(
                        owner.get(),
                        after.accountsOf(name),
                        after.dialPlansOf(name),
                        after.providersOf(name));
            } else {
                store.remove(name);
            }
        }
        versions.saved(applied.changes(), before, after, who);
        now.set(after);
        changed.accept(applied.changes());
        return new Outcome.Done(applied.changes(), applied.warnings());
    }

    private static Set<String> touched(Applied applied, DirectorySnapshot before) {
        Set<String> owners = new LinkedHashSet<>();
        for (Change change : applied.changes()) {
            if (change.kind() != Change.Kind.UNCHANGED) {
                owners.addAll(ownersOf(change, before, applied.directory()));
            }
        }
        return owners;
    }

    /// Whose entry it is: two users when an account went from one to the other, who loses it first.
    private static Set<String> ownersOf(Change change, Directory before, Directory after) {
        return switch (change.entry()) {
            case USER -> Set.of(change.name());
            case DIAL_PLAN, PROVIDER ->
                    Set.of(change.name().substring(0, change.name().indexOf('/')));
            case ACCOUNT -> {
                int at = change.name().lastIndexOf('@');
                String name = change.name().substring(0, at);
                String domain = change.name().substring(at + 1);
                Set<String> owners = new LinkedHashSet<>();
                before.account(name, domain).map(Account::owner).ifPresent(owners::add);
                after.account(name, domain).map(Account::owner).ifPresent(owners::add);
                yield owners;
            }
        };
    }
}
