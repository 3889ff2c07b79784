package io.referee.server.store;

import io.referee.server.account.CreditStore;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.call.CallStore;
import io.referee.server.call.KeptCall;
import io.referee.server.cdr.Cdr;
import io.referee.server.cdr.RecordStore;
import io.referee.server.cdr.Restart;
import io.referee.server.cdr.TransferRecord;
import io.referee.server.event.AuditStore;
import io.referee.server.event.SequenceStore;
import io.referee.server.registrar.BindingStore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What the server keeps between two starts: records, the audit, bindings, the directory, event
/// numbers. *Any thread.*
///
/// What the engine writes is written behind and is safe from the death of the process (`kill -9`) a
/// second later; what the directory writes is safe when the method returns. Against the loss of
/// power H2 gives no promise for the last moments, PostgreSQL does.
public final class Store implements AutoCloseable {
    private static final int RESTART_BATCH = 5_000;
    private static final Duration BACKUP_WAITS = Duration.ofSeconds(5);

    private final Sealer sealer;
    private final Database database;
    private final InstantSource clock;
    private final WriteBehind writer;
    private final JdbiRecordStore records;
    private final BindingStore bindings;
    private final DirectoryStore directory;
    private final PlanVersionStore planVersions;
    private final CreditStore credits;
    private final SequenceStore sequences;
    private final JdbiAuditStore audit;
    private final JdbiCallStore calls;
    private final BatchWriter direct;
    private final List<KeptCall> kept;
    private int endedByRestart;
    private boolean writes;

    private Store(Database database, Sealer sealer, InstantSource clock, Duration pause) {
        this.sealer = sealer;
        this.database = database;
        this.clock = clock;
        CallNotes notes = new CallNotes(sealer);
        this.direct = new BatchWriter(database, notes);
        this.writer = new WriteBehind(direct, clock);
        Instant lastSeen =
                Instant.ofEpochMilli(
                        JdbiSequenceStore.number(database.jdbi(), Write.Mark.LAST_SEEN));
        this.records = new JdbiRecordStore(database, writer, lastSeen);
        this.bindings = new JdbiBindingStore(database, writer);
        this.directory = new JdbiDirectoryStore(database, sealer);
        this.planVersions = new JdbiPlanVersionStore(database);
        this.credits = new JdbiCreditStore(database, writer);
        this.sequences = new JdbiSequenceStore(database, direct, writer);
        this.audit = new JdbiAuditStore(database, writer);
        this.calls = new JdbiCallStore(database, writer, notes);
        this.kept = kept(clock.instant(), lastSeen, pause);
        if (kept.isEmpty()) {
            goOn(Set.of());
        }
    }

    /// What was kept of the calls of the last process; of no use when that is long ago.
    private List<KeptCall> kept(Instant now, Instant lastSeen, Duration pause) {
        boolean soon = !lastSeen.plus(pause).isBefore(now) && !pause.isZero();
        List<KeptCall> found = soon ? calls.loadAll() : List.of();
        if (found.isEmpty()) {
            calls.clear();
        }
        return found;
    }

    /// Opens or creates the store, and ends the records that were open when the last process died.
    /// Blocks.
    ///
    /// @param url JDBC URL (`jdbc:h2:…`, `jdbc:postgresql:…`); empty: an H2 file in `data`
    /// @param data folder for the H2 file and for `store.key`; made when it is not there
    /// @throws StoreUnusable damaged, locked, unreachable: a sentence with the remedy
    public static Store open(String url, Path data, InstantSource clock) {
        return open(url, data, clock, Duration.ZERO);
    }

    /// The same, where calls may go on: then [#keptCalls] says which, and nothing is written behind
    /// until [#goOn] is told.
    ///
    /// @param pause how long ago the last process may have died for that
    public static Store open(String url, Path data, InstantSource clock, Duration pause) {
        try {
            makeFolder(data);
        } catch (IOException e) {
            throw new StoreUnusable(
                    "Unusable data folder " + data + ": make it writable for this user.", e);
        }
        Database database = Database.open(url, data);
        try {
            Sealer sealer = Sealer.with(data.resolve("store.key"), () -> holdsSealed(database));
            return new Store(database, sealer, clock, pause);
        } catch (RuntimeException e) {
            StoreUnusable unusable =
                    database.unusable(e); // damage shows when the first rows are read
            database.close();
            throw unusable;
        }
    }

    private static boolean holdsSealed(Database database) {
        return database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "select (select count(*) from account)"
                                                                + " + (select count(*) from"
                                                                + " provider where password <> '')"
                                                                + " + (select count(*) from"
                                                                + " live_call where note not like"
                                                                + " '{%')")
                                                .mapTo(Long.class)
                                                .one())
                > 0;
    }

    /// A folder that is made here is for this user alone: records tell who called whom.
    private static void makeFolder(Path data) throws IOException {
        boolean posix = data.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (Files.notExists(data) && posix) {
            Files.createDirectories(
                    data,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(data);
        }
    }

    /// Calls that were answered when the last process died; empty when none may go on. Some of them
    /// may be over on the side of the phones.
    public List<KeptCall> keptCalls() {
        return kept;
    }

    /// Ends the records that were open when the last process died, but those of these legs, and
    /// begins to write behind. Blocks; to be called once, when there are kept calls.
    ///
    /// @return the records that stay open, with all others of their groups
    public List<Cdr> goOn(Set<String> legs) {
        List<Cdr> open = records.open();
        List<Cdr> closed = Restart.close(open, records.lastSeen(), legs);
        for (int from = 0; from < closed.size(); from += RESTART_BATCH) {
            var writes = new ArrayList<Write>();
            for (Cdr cdr : closed.subList(from, Math.min(closed.size(), from + RESTART_BATCH))) {
                writes.add(new Write.Save(cdr));
            }
            direct.write(writes);
        }
        endedByRestart = closed.size();
        List<Cdr> left = Restart.left(open, closed, legs);
        writer.begun(left.stream().filter(cdr -> !cdr.complete()).map(Store::key).toList());
        writer.begun(kept.stream().map(call -> new Write.Keep(call).key()).toList());
        writer.start();
        writes = true;
        return left;
    }

    private static Object key(Cdr cdr) {
        return new Write.Save(cdr).key();
    }

    public CallStore calls() {
        return calls;
    }

    public RecordStore records() {
        return records;
    }

    /// Transfers that were accepted since then, oldest first. Blocks.
    public void acceptedTransfers(Instant since, Consumer<TransferRecord> taker) {
        records.accepted(since, taker);
    }

    public BindingStore bindings() {
        return bindings;
    }

    public DirectoryStore directory() {
        return directory;
    }

    public PlanVersionStore planVersions() {
        return planVersions;
    }

    public CreditStore credits() {
        return credits;
    }

    /// What dial plans keep.
    public PlanValues planValues() {
        return new PlanValues(database);
    }

    public SequenceStore sequences() {
        return sequences;
    }

    /// Rows that the audit was given since the start.
    public long audited() {
        return audit.taken();
    }

    /// Who wanted what was not allowed.
    public AuditStore audit() {
        return audit;
    }

    /// How many records were open when this store was opened, and have been ended with
    /// `server-restart`.
    public int endedByRestart() {
        return endedByRestart;
    }

    /// Final records and bindings that could not be stored: 0 in a healthy server.
    public long lost() {
        return writer.lost();
    }

    /// Writes that have not reached the database yet.
    public int waiting() {
        return writer.waiting();
    }

    /// For how long the database has not taken anything; zero while it does.
    public Duration away() {
        return writer.away();
    }

    /// Waits until all that was written before can be read; false when it took longer than
    /// `atMost`.
    public boolean settled(Duration atMost) throws InterruptedException {
        return writer.settled(atMost);
    }

    /// Copies the database as it is now into a new file, while it is written to; what was written
    /// behind before is in it as far as it is written within a few seconds. Blocks.
    ///
    /// @param folder made when it is not there
    /// @throws StoreUnusable it cannot be copied from here: a sentence with the remedy
    public Path backup(Path folder) throws InterruptedException {
        writer.settled(BACKUP_WAITS);
        return OnlineCopy.of(database, folder, clock.instant());
    }

    /// Writes what waits, for at most a few seconds, and closes the database. Before [#goOn] there
    /// is nothing to write, and what was kept stays for the next start.
    @Override
    public void close() {
        if (writes) {
            writer.close();
        }
        database.close();
    }

    /// A secret for this purpose that is the same after a restart: it is made of the key file.
    public byte[] secret(String purpose) {
        return sealer.derived(purpose);
    }
}
