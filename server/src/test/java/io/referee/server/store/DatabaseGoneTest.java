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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

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
import java.util.stream.IntStream;

/// The database goes while calls go on, and comes back.
@Isolated("H2 writes behind, within a second on a machine that is not busy")
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
            for (int i = 0; store.away().isZero(); i++) {
                call(new RecordKeeper(store.records()), "meanwhile" + i);
                store.settled(Duration.ofMillis(200));
                assertThat(i).as("calls until the disk was noticed").isLessThan(CALLS);
            }
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

    /// H2 says that a commit is done before it is in the file.
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
