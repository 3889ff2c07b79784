package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.account.CreditStore.Used;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// An upgrade of the file that a kill interrupts anywhere begins again from what was there before.
final class UpgradeTest {
    @TempDir Path folder;

    private Path file() {
        return folder.resolve("referee.mv.db");
    }

    private Path copy() {
        return folder.resolve("referee.before-upgrade");
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("referee");
    }

    private void execute(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void version(String target) {
        Flyway.configure()
                .dataSource(url(), null, null)
                .locations("classpath:io/referee/server/store/migration")
                .target(target)
                .load()
                .migrate();
    }

    private String owner() {
        try (Store store = Store.open("", folder, Clock.systemUTC())) {
            return store.planValues().read("aaron", "mode").orElse("");
        }
    }

    @Test
    void theFirstStartWasKilledBetweenTwoTables() throws Exception {
        Files.createFile(copy());
        execute("create table cdr_call (group_id varchar not null primary key)");

        assertThat(owner()).isEmpty();
        assertThat(copy()).doesNotExist();
        assertThat(folder.resolve("referee.interrupted-1.mv.db")).exists();
    }

    @Test
    void whatAnOlderServerWroteAfterTheInterruptionIsKept() throws Exception {
        version("9");
        Files.copy(file(), copy());
        execute("insert into plan_value values ('aaron', 'mode', 'night')");
        byte[] worked = Files.readAllBytes(file());

        assertThat(owner()).isEmpty();
        assertThat(folder.resolve("referee.interrupted-1.mv.db")).hasBinaryContent(worked);
    }

    @Test
    void theFirstStartWasKilledBeforeTheDatabaseHadATableOfItsOwn() throws Exception {
        Files.createFile(copy());
        Files.write(file(), new byte[12_288]);

        assertThat(owner()).isEmpty();
    }

    @Test
    void anUpgradeWasKilledInTheMiddleAndLosesNothing() throws Exception {
        version("9");
        execute("insert into plan_value values ('aaron', 'mode', 'night')");
        Files.copy(file(), copy());
        execute("alter table account add column on_fail varchar(1000) default '' not null");

        assertThat(owner()).isEqualTo("night");
        assertThat(copy()).doesNotExist();
    }

    @Test
    void anUpgradeWasKilledWhileItsCopyWasMade() throws Exception {
        version("9");
        execute("insert into plan_value values ('aaron', 'mode', 'night')");
        Files.write(folder.resolve("referee.before-upgrade.new"), new byte[100]);

        assertThat(owner()).isEqualTo("night");
    }

    @Test
    void aCopyIsMadeBeforeAnythingChanges() throws Exception {
        version("9");
        execute(
                "insert into plan_value values ('aaron', 'mode', 'night')",
                "alter table account add column on_fail varchar(1000) default '' not null");
        assertThatThrownBy(this::owner)
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("its tables are not those of this version")
                .hasMessageContaining("ON_FAIL");
        assertThat(copy()).exists();

        Files.copy(copy(), file(), StandardCopyOption.REPLACE_EXISTING);
        execute("alter table account drop column on_fail");
        Files.delete(copy());
        assertThat(owner()).isEqualTo("night");
    }

    @Test
    void aDatabaseOfThisVersionIsNotCopied() throws Exception {
        assertThat(owner()).isEmpty();
        Object made = Files.readAttributes(file(), "creationTime,fileKey").get("fileKey");

        assertThat(owner()).isEmpty();

        assertThat(copy()).doesNotExist();
        assertThat(Files.readAttributes(file(), "fileKey").get("fileKey")).isEqualTo(made);
    }

    @Test
    void whatIsOpenIsNotPutBack() throws Exception {
        assertThat(owner()).isEmpty();
        try (Store store = Store.open("", folder, Clock.systemUTC())) {
            store.planValues().apply("aaron", Map.of("mode", Optional.of("night")));
            Files.createFile(copy());
            assertThat(owner()).isEqualTo("night");
            assertThat(file()).exists();
        }
        assertThat(owner()).isEqualTo("night");
    }

    @Test
    void whatWasUsedOfCreditBeforeThereWereRatesIsWhatIsUsedOfItNow() throws Exception {
        version("17");
        execute(
                "insert into mark (name, number) values ('credit-used:alice@localhost', 12345)",
                "insert into mark (name, number) values ('another', 12345)");

        try (Store store = Store.open("", folder, Clock.systemUTC())) {
            assertThat(store.credits().loadAll())
                    .containsExactly(
                            Map.entry(
                                    "alice@localhost",
                                    new Used(Duration.ofMillis(12_345), Instant.MAX)));
        }
    }
}
