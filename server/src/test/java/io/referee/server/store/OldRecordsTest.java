package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.event.AuditEntry;
import io.referee.server.event.CallFact;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The script that operators delete old records with, on the tables as they are.
final class OldRecordsTest {
    private static final Path SCRIPT = Path.of("../deploy/sql/delete-old-records.sql");
    private static final List<String> TABLES =
            List.of("cdr_call", "cdr_leg", "cdr_segment", "cdr_transfer", "cdr_link");

    @TempDir Path folder;

    private static void calls(Facts facts) {
        facts.call("sip:alice@localhost", "sip:bob@localhost")
                .leg(0, "a1", "in", "", "inbound")
                .leg(0, "b", "out", "a1@localhost", "dial")
                .answers(5, "b")
                .answers(5, "a1")
                .bridged(5, "a1", "b", "dial")
                .asks(60, "T1", "a1", "b", "sip:carol@localhost")
                .fact(60.02, "", new TransferFact.Accepted("T1"))
                .ends(60.3, "a1", 200, "BYE")
                .ends(130, "b", 200, "BYE");
        for (String group : List.of("H", "J")) {
            facts.fact(80, group, "", new CallFact.Created("sip:x@localhost", "sip:y@localhost"))
                    .fact(80, group, "x-" + group, Facts.created("x", "in", "p", "inbound"));
        }
        facts.fact(81, "G", "", new CallFact.Related("T1", "H"));
    }

    private static List<String> left(Connection connection) throws SQLException {
        List<String> left = new ArrayList<>();
        for (String table : TABLES) {
            try (ResultSet found =
                    connection
                            .createStatement()
                            .executeQuery("select group_id from " + table + " order by 1")) {
                while (found.next()) {
                    left.add(table + ' ' + found.getString(1));
                }
            }
        }
        return left;
    }

    private static void age(Connection connection, String group, int days) throws SQLException {
        connection
                .createStatement()
                .execute(
                        "update cdr_call set end_at = current_date - interval '%d' day"
                                .concat(" where group_id = '%s'")
                                .formatted(days, group));
    }

    private static AuditEntry refused(long seq, Instant at) {
        return new AuditEntry(seq, at, "", "security.refused", "", "192.0.2.1", "", "x", 1);
    }

    @ParameterizedTest
    @EnumSource
    void whatEndedLongAgoGoesAndWhatIsYoungerOrOpenStays(Databases kind) throws Exception {
        String given = kind.url(folder);
        String url = given.isEmpty() ? "jdbc:h2:file:" + folder.resolve("referee") : given;
        try (Store store = Store.open(url, folder, Clock.systemUTC())) {
            calls(new Facts(new RecordKeeper(store.records())));
            Instant now = Instant.now();
            store.audit().save(refused(1, now.minus(Duration.ofDays(402))));
            store.audit().save(refused(2, now.minus(Duration.ofDays(398))));
            assertThat(store.settled(Duration.ofSeconds(20))).isTrue();
        }
        try (Connection connection = DriverManager.getConnection(url)) {
            age(connection, "G", 401);
            age(connection, "H", 399);
            assertThat(left(connection))
                    .contains("cdr_segment G", "cdr_transfer G", "cdr_link G", "cdr_leg J");

            for (String statement : Files.readString(SCRIPT).split(";\\R")) {
                connection.createStatement().execute(statement);
            }

            assertThat(left(connection))
                    .containsExactly("cdr_call H", "cdr_call J", "cdr_leg H", "cdr_leg J");
        }
        try (Store store = Store.open(url, folder, Clock.systemUTC())) {
            assertThat(store.audit().newest("", 0, 9, Instant.EPOCH))
                    .extracting(AuditEntry::seq)
                    .containsExactly(2L);
        }
    }
}
