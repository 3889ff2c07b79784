package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.referee.server.account.Owner;
import io.referee.server.cdr.CallRecord;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.event.LegFact;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The database goes while calls go on, and comes back.
final class DatabaseGoneTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int CALLS = 50;

    @TempDir Path folder;

    private static void call(RecordKeeper keeper, String id) {
        Facts facts = new Facts(keeper);
        facts.fact(0, id, id, Facts.created(id, "in", "payer", "inbound"));
        facts.fact(1, id, id, new LegFact.Answered("l", "r"));
        facts.fact(9, id, id, new LegFact.Ended(200, "peer", "BYE"));
    }

    private static void calls(Store store, String name) {
        RecordKeeper keeper = new RecordKeeper(store.records());
        IntStream.range(0, CALLS).forEach(i -> call(keeper, name + i));
    }

    private static void allThere(Store store, String... names) {
        assertThat(store.records().legs("aaron")).isEqualTo((long) CALLS * names.length);
        for (String name : names) {
            assertThat(store.records().chain(name + (CALLS - 1)).orElseThrow().call().complete())
                    .isTrue();
        }
        assertThat(store.lost()).isZero();
    }

    @Test
    void theConnectionToPostgresqlIsCutAndTheRecordsCatchUp() throws Exception {
        String url = Databases.POSTGRESQL.url(folder);
        int port = Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
        try (Cable cable = new Cable(port);
                Store store =
                        Store.open(
                                url.replace(":" + port + "/", ":" + cable.port() + "/"),
                                folder,
                                Clock.systemUTC())) {
            calls(store, "before");
            assertThat(store.settled(LONG)).isTrue();

            cable.cut();
            calls(store, "meanwhile");
            whatIsReadOrChangedIsRefusedAsAnOutage(store);
            await().atMost(LONG).until(() -> !store.away().isZero());
            assertThat(store.waiting()).isGreaterThanOrEqualTo(CALLS);

            cable.mend();
            calls(store, "after");
            assertThat(store.settled(LONG)).isTrue();
            allThere(store, "before", "meanwhile", "after");
            assertThat(store.directory().loadAll().owners()).isEmpty();
            assertThat(store.away()).isZero();
        }
    }

    /// PostgreSQL is stopped, crashes or fails over: each connection is ended by the server.
    @Test
    void postgresqlEndsItsConnectionsAndTheRecordsCatchUp() throws Exception {
        String url = Databases.POSTGRESQL.url(folder);
        try (Store store = Store.open(url, folder, Clock.systemUTC());
                Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            calls(store, "before");
            assertThat(store.settled(LONG)).isTrue();
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where datname = current_database() and pid <> pg_backend_pid()");
            calls(store, "after");
            assertThat(store.settled(LONG)).isTrue();
            allThere(store, "before", "after");
        }
    }

    /// H2 in the process: the disk says that it is full. H2 gives the database up then, and it is
    /// opened anew.
    @Test
    void theDiskIsFullAndTheRecordsCatchUpWhenThereIsRoomAgain() throws Exception {
        Store.open(FailingDisk.url(folder), folder, Clock.systemUTC()).close(); // tables on disk
        try (Store store = Store.open(FailingDisk.url(folder), folder, Clock.systemUTC())) {
            calls(store, "before");
            assertThat(store.settled(LONG)).isTrue();

            FailingDisk.fills(folder);
            await("the disk is noticed")
                    .atMost(LONG)
                    .until(
                            () -> {
                                call(new RecordKeeper(store.records()), "meanwhile0");
                                return !store.away().isZero();
                            });
            calls(store, "meanwhile");

            FailingDisk.empties(folder);
            assertThat(store.settled(LONG)).isTrue();
            allThere(store, "before", "meanwhile");
            assertThat(store.away()).isZero();
        } finally {
            FailingDisk.empties(folder);
        }
        try (Store store = Store.open(FailingDisk.url(folder), folder, Clock.systemUTC())) {
            allThere(store, "before", "meanwhile");
        }
    }

    /// A database that does not say what it has kept.
    @Test
    void whatWasCommittedJustBeforeIsWrittenOnceMore() throws Exception {
        var there = new AtomicBoolean(true);
        List<Object> file = Collections.synchronizedList(new ArrayList<>());
        var writer =
                new WriteBehind(
                        batch -> {
                            if (!there.get()) {
                                file.clear();
                                there.set(true);
                                throw new IllegalStateException("away");
                            }
                            batch.forEach(write -> file.add(write.key()));
                        },
                        Clock.systemUTC());
        writer.start();
        try (writer) {
            writer.add(List.of(over("1")));
            assertThat(writer.settled(LONG)).isTrue();
            there.set(false);
            writer.add(List.of(over("2")));
            assertThat(writer.settled(LONG)).isTrue();
            assertThat(file).contains(over("1").key(), over("2").key());
        }
    }

    /// H2 says that a commit is done before it is in the file, however long that takes it.
    @Test
    void whatWasCommittedAndIsNotInTheFileIsWrittenOnceMore() throws Exception {
        var disk = new SlowDisk();
        var writer = new WriteBehind(disk, Clock.systemUTC());
        writer.start();
        try (writer) {
            writer.add(List.of(over("1")));
            assertThat(writer.settled(LONG)).isTrue();
            disk.keeps();
            writer.add(List.of(over("2")));
            assertThat(writer.settled(LONG)).isTrue();
            disk.loses();
            writer.add(List.of(over("3")));
            await().atMost(LONG).until(() -> !writer.away().isZero());
            await().atMost(LONG).until(() -> disk.has(over("2"), over("3")));

            assertThat(disk.has(over("1"))).as("it was kept").isFalse();
            assertThat(writer.away()).as("nothing is in the file yet").isPositive();
            disk.keeps();
            await().atMost(LONG).until(() -> writer.away().isZero());
        }
    }

    /// It died and was opened anew between two looks at it, and the new one is quick.
    @Test
    void nothingIsSettledWhileSomethingIsLost() throws Exception {
        var reopened = new Reopened();
        var writer = new WriteBehind(reopened, Clock.systemUTC());
        writer.start();
        try (writer) {
            writer.add(List.of(over("1")));
            assertThat(writer.settled(LONG)).isTrue();
            writer.add(List.of(over("2")));
            assertThat(writer.settled(LONG)).isTrue();
            assertThat(reopened.file).contains(over("1").key(), over("2").key());
        }
    }

    /// A database that dies and is opened anew when the second record comes.
    private static final class Reopened implements WriteBehind.Sink {
        private final List<Object> file = Collections.synchronizedList(new ArrayList<>());
        private final AtomicReference<Durability> first =
                new AtomicReference<>(Durability.ON_ITS_WAY);

        @Override
        public void write(List<Write> batch) {
            batch.forEach(write -> file.add(write.key()));
        }

        @Override
        public Supplier<Durability> commit(List<Write> batch) {
            if (batch.stream().anyMatch(write -> write.key().equals(over("2").key()))) {
                file.clear();
                first.set(Durability.LOST);
            }
            write(batch);
            return first.get() == Durability.ON_ITS_WAY ? first::get : () -> Durability.IN_FILE;
        }
    }

    /// A database that takes everything, and says what is in its file when it is told to.
    private static final class SlowDisk implements WriteBehind.Sink {
        private final List<Object> taken = new ArrayList<>();
        private AtomicReference<Durability> state = new AtomicReference<>(Durability.ON_ITS_WAY);

        @Override
        public synchronized void write(List<Write> batch) {
            batch.forEach(write -> taken.add(write.key()));
        }

        @Override
        public synchronized Supplier<Durability> commit(List<Write> batch) {
            write(batch);
            return state::get;
        }

        /// All that was taken up to now is in the file.
        synchronized void keeps() {
            next(Durability.IN_FILE);
        }

        /// All that was taken since then is lost.
        synchronized void loses() {
            next(Durability.LOST);
        }

        private void next(Durability now) {
            state.set(now);
            state = new AtomicReference<>(Durability.ON_ITS_WAY);
            taken.clear();
        }

        synchronized int count() {
            return taken.size();
        }

        synchronized boolean has(Write... writes) {
            return Stream.of(writes).allMatch(write -> taken.contains(write.key()));
        }
    }

    @Test
    void whatMayHaveToBeWrittenOnceMoreIsBounded() throws Exception {
        int some = WriteBehind.UNSURE_AT_MOST * 3 / 5;
        var disk = new SlowDisk();
        var writer = new WriteBehind(disk, Clock.systemUTC());
        writer.start();
        try (writer) {
            for (int half = 0; half < 2; half++) {
                int first = half * some;
                writer.add(
                        IntStream.range(first, first + some).mapToObj(i -> over("c" + i)).toList());
                assertThat(writer.settled(LONG)).isTrue();
            }
            disk.loses();
            writer.add(List.of(over("last")));
            await().atMost(LONG).until(() -> disk.count() > some && writer.waiting() == 0);

            assertThat(disk.count()).isLessThanOrEqualTo(WriteBehind.UNSURE_AT_MOST + 10);
            disk.keeps();
        }
    }

    @Test
    void h2SaysWhatIsInItsFile() throws Exception {
        String url = FailingDisk.url(folder) + ";WRITE_DELAY=50";
        Connection connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            H2File file = H2File.of(connection).orElseThrow();
            statement.execute("create table t (n int)");
            Supplier<Durability> first = file.committed();
            await().atMost(LONG).until(() -> first.get() == Durability.IN_FILE);

            FailingDisk.fills(folder);
            Supplier<Durability> second = file.committed();
            Throwable _ = catchThrowable(() -> statement.execute("insert into t values (1)"));
            await().atMost(LONG).until(() -> second.get() == Durability.LOST);
            assertThat(first.get()).isEqualTo(Durability.IN_FILE);
        } finally {
            Throwable _ = catchThrowable(connection::close);
            FailingDisk.empties(folder);
        }
    }

    /// After a failure H2 writes on until it is closed: the file gets newer, and nobody finds in it
    /// what it missed.
    @Test
    void whatH2WritesAfterItCouldNotIsNotInItsFile() throws Exception {
        String url = FailingDisk.url(folder) + ";WRITE_DELAY=60000";
        Connection connection = DriverManager.getConnection(url);
        try (Statement statement = connection.createStatement()) {
            H2File file = H2File.of(connection).orElseThrow();
            MVStore store =
                    ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession())
                            .getDatabase()
                            .getStore()
                            .getMvStore();
            MVMap<String, String> map = store.openMap("some");
            statement.execute("create table t (n int)");
            Supplier<Durability> lost = file.committed();
            FailingDisk.fills(folder);
            store.tryCommit();
            await().atMost(LONG).until(() -> store.getPanicException() != null);
            FailingDisk.empties(folder);
            long before = store.getFileStore().lastChunkVersion();
            Throwable _ = catchThrowable(() -> map.put("some", "more"));
            Throwable _ = catchThrowable(store::tryCommit);

            await().atMost(LONG).until(() -> store.getFileStore().lastChunkVersion() > before + 1);
            assertThat(lost.get()).isEqualTo(Durability.LOST);
        } finally {
            Throwable _ = catchThrowable(connection::close);
            FailingDisk.empties(folder);
        }
    }

    private static Write.Save over(String id) {
        return new Write.Save(new CallRecord(id, "aaron", "a", "b", Facts.at(0), Facts.at(9)));
    }

    private static void whatIsReadOrChangedIsRefusedAsAnOutage(Store store) throws Exception {
        Owner owner = new Owner("basil", "", List.of());
        CompletableFuture<Throwable> read =
                failing(() -> store.records().flat("", 0, 1, Instant.EPOCH));
        CompletableFuture<Throwable> change =
                failing(() -> store.directory().replace(owner, List.of(), List.of(), List.of()));
        assertThat(read.get()).isNotNull().matches(Outage::in);
        assertThat(change.get()).isNotNull().matches(Outage::in);
    }

    private static CompletableFuture<Throwable> failing(ThrowingCallable asked) {
        return CompletableFuture.supplyAsync(() -> catchThrowable(asked));
    }

    /// What is kept for a database that does not come back is bounded.
    @Test
    void whatWaitsIsBoundedAndWhatIsLostIsCounted() throws Exception {
        int tooMany = WriteBehind.PRESSING_AT_MOST + 10_000;
        var writer =
                new WriteBehind(
                        batch -> {
                            throw new IllegalStateException("away");
                        },
                        Clock.systemUTC());
        writer.start();
        try (writer) {
            for (int i = 0; i < tooMany; i++) {
                writer.add(List.of(over("c" + i)));
            }
            await().atMost(LONG).until(() -> writer.lost() >= 10_000);
            // what the writer has not looked at yet is bounded by itself
            await().atMost(LONG).until(() -> writer.waiting() <= WriteBehind.PRESSING_AT_MOST);
        }
    }
}
