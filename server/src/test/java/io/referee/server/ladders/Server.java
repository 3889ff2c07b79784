package io.referee.server.ladders;

import io.referee.ladder.Scene;
import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.server.app.Core;
import io.referee.server.transfer.AfterRestart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/// The core of one run, and what must be left of it when all is over. One thread only.
final class Server {
    /// Longer than any timer that may outlive a call.
    private static final Duration DRAINING = Duration.ofMinutes(10);

    private Core core;
    private final VirtualWorld outside;
    private final Wire wire;
    private final Watch watch;
    private final Diary diary;
    private AtomicReference<DirectorySnapshot> directory = new AtomicReference<>();
    private int alarmsAtFirst;
    private int boundAtFirst;
    private Supplier<Core> process = () -> core();
    private KeptCalls kept = new KeptCalls();

    Server(Core core, VirtualWorld outside, Wire wire, Watch watch, Diary diary) {
        this.core = core;
        this.outside = outside;
        this.wire = wire;
        this.watch = watch;
        this.diary = diary;
        this.alarmsAtFirst = outside.pending();
        this.boundAtFirst = core.registrar().size();
    }

    /// Who exists; it may change while the ladder is played.
    Server knowing(AtomicReference<DirectorySnapshot> who) {
        directory = who;
        return this;
    }

    /// How it comes back after it was killed.
    Server restarting(Supplier<Core> again, KeptCalls calls) {
        process = again;
        kept = calls;
        return this;
    }

    /// It dies as it is, and begins anew with what was kept.
    void die() {
        outside.kill();
        core = process.get();
        alarmsAtFirst = outside.pending();
        boundAtFirst = core.registrar().size();
        Diary.Restarted left = diary.restart(kept.all());
        AfterRestart transfers = core.transfers().aftermath();
        diary.counted()
                .forEach(one -> transfers.counted(one.account(), one.target(), one.requestedAt()));
        left.calls().forEach(call -> core.revive(call, left.records(), directory::get));
        startProviders();
    }

    /// It ends in order, and begins anew.
    void restart() {
        core.leave(Duration.ZERO, () -> {});
        core.keepAll();
        die();
    }

    /// The registration agent begins.
    void startProviders() {
        core.shell(
                (owner, name, reason) ->
                        change(owner, name, old -> Optional.of(old.disabled(reason))));
        core.providers().start();
    }

    /// Another provider in the place of this one; empty for none.
    void change(String owner, String name, Function<Provider, Optional<Provider>> change) {
        Provider old = directory.get().provider(owner, name).orElseThrow();
        DirectorySnapshot.Draft draft = directory.get().draft().remove(old);
        change.apply(old).ifPresent(draft::put);
        directory.set(draft.snapshot());
        core.providers().directoryChanged();
    }

    /// The account may transfer no more.
    void deny(String name) {
        Account old = account(name);
        change(old, old.owner(), TransferMode.DENY);
    }

    /// There is no such account any more.
    void remove(String name) {
        Account old = account(name);
        directory.set(directory.get().draft().remove(old).snapshot());
        core.transfers().accountChanged(old.aor());
    }

    /// The account is somebody else's from now on.
    void disown(String name) {
        Account old = account(name);
        DirectorySnapshot.Draft draft = directory.get().draft();
        draft.put(new Owner("somebody", "", List.of()));
        directory.set(draft.snapshot());
        change(old, "somebody", old.transfer());
    }

    /// A dial plan of the usual owner says from now on what another one of his says.
    void edit(String name, String like) {
        DialPlan old = directory.get().dialPlan(World.OWNER, name).orElseThrow();
        DialPlan next = directory.get().dialPlan(World.OWNER, like).orElseThrow();
        DirectorySnapshot.Draft draft = directory.get().draft();
        draft.put(new DialPlan(old.owner(), name, next.type(), next.script(), next.rules()));
        directory.set(draft.snapshot());
    }

    private Account account(String name) {
        return directory.get().account(name, Names.DOMAIN).orElseThrow();
    }

    private void change(Account old, String owner, TransferMode mode) {
        Account changed =
                new Account(
                        owner,
                        old.name(),
                        old.domain(),
                        old.ha1(),
                        old.outPlan(),
                        old.inPlan(),
                        mode,
                        Optional.empty(),
                        "",
                        Access.USUAL);
        DirectorySnapshot.Draft draft = directory.get().draft();
        draft.put(changed);
        directory.set(draft.snapshot());
        core.transfers().accountChanged(changed.aor());
    }

    /// The transfer that the owner was asked about last.
    String asked() {
        return diary.asked();
    }

    Core core() {
        return core;
    }

    VirtualWorld outside() {
        return outside;
    }

    Wire wire() {
        return wire;
    }

    /// Lets everything run out, and looks for what should be gone.
    ///
    /// @throws AssertionError when something is left, or arrives although the ladder is over
    void close() {
        Scene<Heard> scene = wire.scene();
        int delivered = scene.inboxes().delivered();
        scene.time().advance(DRAINING);
        List<String> left = new ArrayList<>();
        left(
                left,
                "messages that came when the ladder was over",
                scene.inboxes().delivered() - delivered);
        left(left, "calls", core.switchboard().calls().size());
        left(left, "sessions", core.switchboard().agent().sessionCount());
        left(
                left,
                "transactions",
                core.switchboard().agent().size() - core.switchboard().agent().sessionCount());
        left(left, "kept calls", kept.size());
        left(left, "watchers", core.watchers().size());
        left(
                left,
                "alarms",
                outside.pending()
                        - alarmsAtFirst
                        - core.registrar().size()
                        + boundAtFirst
                        - core.providers().alarms());
        if (!left.isEmpty()) {
            String late =
                    scene.inboxes().waiting().stream()
                            .map(a -> a.leg() + "< " + a.message().text())
                            .toList()
                            .toString();
            throw new AssertionError("left over: " + left + ", unread: " + late);
        }
        watch.finish();
        diary.finish();
    }

    private static void left(List<String> left, String what, int count) {
        if (count != 0) {
            left.add(count + " " + what);
        }
    }
}
