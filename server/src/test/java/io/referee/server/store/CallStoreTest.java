package io.referee.server.store;

import static io.referee.server.cdr.Facts.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.referee.server.call.KeptCall;
import io.referee.server.cdr.Cdr;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.cdr.SegmentRecord;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Calls that are kept from one start to the next.
final class CallStoreTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir Path folder;

    private Store open(String url, Duration pause) {
        return Store.open(url, folder, Clock.systemUTC(), pause);
    }

    private static void talk(Facts facts) {
        facts.call("sip:alice@localhost", "sip:bob@localhost")
                .leg(0, "a1", "in", "", "inbound")
                .leg(0, "b", "out", "a1@localhost", "dial")
                .answers(5, "b")
                .answers(5, "a1")
                .bridged(5, "a1", "b", "dial")
                .asks(60, "T1", "a1", "b", "sip:carol@localhost")
                .fact(60.02, "", new TransferFact.Accepted("T1"))
                .leg(61, "c", "out", "a1@localhost", "transfer:T1");
    }

    @ParameterizedTest
    @EnumSource
    void aKeptCallAndItsRecordsGoOn(Databases kind) throws Exception {
        String url = kind.url(folder);
        try (Store store = open(url, HOUR)) {
            talk(new Facts(new RecordKeeper(store.records())));
            store.calls().keep(KeptCalls.call("c1"));
            store.calls().keep(KeptCalls.call("c1"));
            store.calls().keep(KeptCalls.call("c2"));
            assertThat(store.settled(LONG)).isTrue();
            store.calls().forget("c2");
        }

        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).containsExactly(KeptCalls.call("c1"));
            List<Cdr> left = store.goOn(Set.of("a1", "b"));
            RecordKeeper keeper = new RecordKeeper(store.records());
            keeper.resume(left);
            assertThat(keeper.openLegs()).isEqualTo(2);
            new Facts(keeper).ends(130, "b", 200, "BYE").ends(130, "a1", 200, "BYE");
            store.calls().forget("c1");
            assertThat(store.settled(LONG)).isTrue();

            var chain = store.records().chain("G").orElseThrow();
            assertThat(chain.legs())
                    .extracting(LegRecord::legId, LegRecord::endBy)
                    .containsExactlyInAnyOrder(
                            tuple("a1", "peer"),
                            tuple("b", "peer"),
                            tuple("c", LegRecord.SERVER_RESTART));
            assertThat(chain.segments())
                    .extracting(SegmentRecord::startAt, SegmentRecord::endAt)
                    .containsExactly(tuple(at(5), at(130)));
            assertThat(chain.transfers()).allMatch(transfer -> transfer.complete());
            assertThat(chain.call().endAt()).isEqualTo(at(130));
            assertThat(store.lost()).isZero();
        }

        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).isEmpty();
            assertThat(store.endedByRestart()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStartThatFailsBeforeCallsGoOnLosesNoneOfThem(Databases kind) throws Exception {
        String url = kind.url(folder);
        try (Store store = open(url, HOUR)) {
            talk(new Facts(new RecordKeeper(store.records())));
            store.calls().keep(KeptCalls.call("c1"));
            assertThat(store.settled(LONG)).isTrue();
        }

        open(url, HOUR).close();

        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).containsExactly(KeptCalls.call("c1"));
            assertThat(store.goOn(Set.of("a1", "b"))).isNotEmpty();
        }
    }

    private static void execute(String url, String sql, String... values) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    private static List<String> notes(String url) throws SQLException {
        List<String> notes = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select note from live_call")) {
            while (rows.next()) {
                notes.add(rows.getString(1));
            }
        }
        return notes;
    }

    private String url(Databases kind) {
        String url = kind.url(folder);
        return url.isEmpty() ? "jdbc:h2:file:" + folder.resolve("referee") : url;
    }

    private void keep(String url, KeptCall call) throws InterruptedException {
        try (Store store = open(url, HOUR)) {
            store.calls().keep(call);
            assertThat(store.settled(LONG)).isTrue();
        }
    }

    /// What whoever reads the disk, or a copy of it, finds of a call.
    private void keysAreNowhere(String url) throws Exception {
        assertThat(notes(url))
                .hasSize(1)
                .allSatisfy(
                        note ->
                                assertThat(note)
                                        .doesNotContain(KeptCalls.MEDIA_KEY)
                                        .doesNotContain(KeptCalls.ICE_PASSWORD)
                                        .doesNotContain("alice"));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(KeptCalls.MEDIA_KEY)
                        .doesNotContain(KeptCalls.ICE_PASSWORD);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theKeysOfMediaAreSealed(Databases kind) throws Exception {
        String url = url(kind);
        keep(url, KeptCalls.call("c1"));

        keysAreNowhere(url);
    }

    @ParameterizedTest
    @EnumSource
    void aNoteThatAnEarlierVersionLeftInClearGoesOnAndIsSealed(Databases kind) throws Exception {
        String url = url(kind);
        keep(url, KeptCalls.call("c1"));
        execute(url, "update live_call set note = ?", CallText.write(KeptCalls.call("c1")));
        assertThat(notes(url)).allMatch(note -> note.contains(KeptCalls.MEDIA_KEY));

        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).containsExactly(KeptCalls.call("c1"));
            store.goOn(Set.of());
        }
        assertThat(notes(url)).noneMatch(note -> note.contains(KeptCalls.MEDIA_KEY));
        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).containsExactly(KeptCalls.call("c1"));
            store.goOn(Set.of());
        }
    }

    @ParameterizedTest
    @EnumSource
    void withAnotherKeyNothingStartsAndNoCallIsLost(Databases kind) throws Exception {
        String url = url(kind);
        keep(url, KeptCalls.call("c1"));
        Path key = folder.resolve("store.key");
        byte[] right = Files.readAllBytes(key);
        Files.write(key, new byte[right.length]);
        assertThatThrownBy(() -> open(url, HOUR))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("it does not open what is sealed of call c1");
        Files.delete(key);
        assertThatThrownBy(() -> open(url, HOUR))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("is missing");

        Files.write(key, right);
        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).containsExactly(KeptCalls.call("c1"));
            store.goOn(Set.of());
        }
    }

    /// Databases repeat in their complaints what they were to take.
    @ParameterizedTest
    @EnumSource
    void ofAWriteThatIsRefusedTheLogSaysWhichAndWhyButNotWhatItWas(Databases kind)
            throws Exception {
        String url = url(kind);
        open(url, HOUR).close();
        execute(url, "alter table live_call alter column note set data type varchar(10)");
        Logger logger = (Logger) LoggerFactory.getLogger(WriteBehind.class);
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        logger.addAppender(log);
        try (Store store = open(url, HOUR)) {
            store.calls().keep(KeptCalls.call("c1"));
            assertThat(store.settled(LONG)).isTrue();
            assertThat(store.lost()).isEqualTo(1);
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list)
                .filteredOn(line -> line.getFormattedMessage().contains("kept call"))
                .extracting(ILoggingEvent::getFormattedMessage, ILoggingEvent::getThrowableProxy)
                .containsExactly(
                        tuple("The database refused the kept call c1: SQLSTATE 22001", null));
    }

    @ParameterizedTest
    @EnumSource
    void afterALongPauseNothingGoesOn(Databases kind) throws Exception {
        String url = kind.url(folder);
        try (Store store = open(url, HOUR)) {
            talk(new Facts(new RecordKeeper(store.records())));
            store.calls().keep(KeptCalls.call("c1"));
            assertThat(store.settled(LONG)).isTrue();
        }

        Clock later = Clock.offset(Clock.systemUTC(), HOUR.plusMinutes(1));
        try (Store store = Store.open(url, folder, later, HOUR)) {
            assertThat(store.keptCalls()).isEmpty();
            assertThat(store.endedByRestart()).isPositive();
            assertThat(store.records().open()).isEmpty();
        }
        try (Store store = open(url, HOUR)) {
            assertThat(store.keptCalls()).isEmpty();
        }
    }
}
