package io.referee.server.app.world;

import io.referee.server.account.PlanValueStore;
import io.referee.server.dialplan.run.PlanRun;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// What scripts keep, with transactions: what a run writes in one is kept aside until it commits,
/// and from its first read for update on no other run of the owner writes. A transaction ends with
/// its run, or when it has lasted too long; then nothing of it is kept. *Any thread; waits.*
final class Values {
    /// The longest that a transaction lasts.
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final long TURN_SECONDS = 5;

    private final PlanValueStore store;
    private final InstantSource clock;
    private final Map<String, Semaphore> writers = new ConcurrentHashMap<>();
    private final Map<PlanRun, Transaction> open =
            Collections.synchronizedMap(new IdentityHashMap<>());

    Values(PlanValueStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What a run has written and not committed yet.
    private static final class Transaction {
        private final String owner;
        private final Instant end;
        private final Map<String, Optional<String>> changes = new LinkedHashMap<>();
        private boolean writer;

        Transaction(String owner, Instant end) {
            this.owner = owner;
            this.end = end;
        }
    }

    /// Something that cannot be done, for the log of the plan.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why, null, false, false);
        }
    }

    void begin(PlanRun run) throws Refused {
        if (transaction(run) != null) {
            throw new Refused("the transaction has begun already");
        }
        endOverdue();
        open.put(run, new Transaction(run.owner(), clock.instant().plus(LONGEST)));
    }

    void commit(PlanRun run) throws Refused, InterruptedException {
        Transaction transaction = transaction(run);
        if (transaction == null) {
            throw new Refused("there is no transaction");
        }
        open.remove(run);
        try {
            write(run.owner(), transaction.writer, transaction.changes);
        } finally {
            release(transaction);
        }
    }

    /// Also when there is none.
    void rollBack(PlanRun run) {
        Transaction ended = open.remove(run);
        if (ended != null) {
            release(ended);
        }
    }

    Optional<String> read(PlanRun run, String key) throws Refused {
        Transaction transaction = transaction(run);
        Optional<String> written = transaction == null ? null : transaction.changes.get(key);
        return written == null ? store.read(run.owner(), key) : written;
    }

    Optional<String> readForUpdate(PlanRun run, String key) throws Refused, InterruptedException {
        Transaction transaction = transaction(run);
        if (transaction != null && !transaction.writer) {
            try {
                turn(run.owner());
            } catch (PlanValueStore.Busy _) {
                throw new Refused("another run of a plan is writing");
            }
            transaction.writer = true;
            if (open.get(run) != transaction) { // the run has ended meanwhile
                release(transaction);
                throw new Refused("the transaction is over");
            }
        }
        return read(run, key);
    }

    /// @param content empty to delete
    void put(PlanRun run, String key, Optional<String> content)
            throws Refused, InterruptedException {
        if (key.isEmpty() || key.length() > PlanValueStore.MAX_KEY) {
            throw new Refused("a key has from one to " + PlanValueStore.MAX_KEY + " characters");
        }
        if (content.isPresent() && content.get().length() > PlanValueStore.MAX_CONTENT) {
            throw new Refused("a value has " + PlanValueStore.MAX_CONTENT + " characters at most");
        }
        Transaction transaction = transaction(run);
        if (transaction == null) {
            write(run.owner(), false, Map.of(key, content));
        } else if (transaction.changes.size() >= PlanValueStore.MAX_KEYS) {
            throw new Refused("a transaction is not that long");
        } else {
            transaction.changes.put(key, content);
        }
    }

    List<String> keys(PlanRun run) throws Refused {
        List<String> kept = store.keys(run.owner());
        Transaction transaction = transaction(run);
        return transaction == null ? kept : KeptAside.keys(kept, transaction.changes);
    }

    private void write(String owner, boolean writer, Map<String, Optional<String>> changes)
            throws Refused, InterruptedException {
        boolean fits;
        try {
            fits = writer ? store.apply(owner, changes) : applied(owner, changes);
        } catch (PlanValueStore.Busy _) {
            throw new Refused("another run of a plan is writing");
        }
        if (!fits) {
            throw new Refused("an owner keeps " + PlanValueStore.MAX_KEYS + " values at most");
        }
    }

    /// Writes outside of transactions, when it is the turn of this one.
    ///
    /// @return false when there would be too many keys
    /// @throws PlanValueStore.Busy when another does not let go
    boolean applied(String owner, Map<String, Optional<String>> changes)
            throws InterruptedException {
        turn(owner);
        try {
            return store.apply(owner, changes);
        } finally {
            writer(owner).release();
        }
    }

    // ---- who writes

    private @Nullable Transaction transaction(PlanRun run) throws Refused {
        Transaction transaction = open.get(run);
        if (transaction != null && clock.instant().isAfter(transaction.end)) {
            rollBack(run);
            throw new Refused("the transaction has lasted too long; it is rolled back");
        }
        return transaction;
    }

    private void turn(String owner) throws InterruptedException {
        endOverdue();
        if (!writer(owner).tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
            endOverdue();
            throw new PlanValueStore.Busy();
        }
    }

    private Semaphore writer(String owner) {
        return writers.computeIfAbsent(owner, _ -> new Semaphore(1, true));
    }

    private void release(Transaction transaction) {
        if (transaction.writer) {
            transaction.writer = false;
            writer(transaction.owner).release();
        }
    }

    private void endOverdue() {
        Instant now = clock.instant();
        synchronized (open) {
            open.values()
                    .removeIf(
                            each -> {
                                boolean overdue = now.isAfter(each.end);
                                if (overdue) {
                                    release(each);
                                }
                                return overdue;
                            });
        }
    }
}
