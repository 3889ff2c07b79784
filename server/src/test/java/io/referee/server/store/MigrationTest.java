package io.referee.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// A database of any older version becomes one of this version, on each database, and what it holds
/// stays.
final class MigrationTest {
    private static final String MIGRATIONS = "classpath:io/referee/server/store/migration";

    @TempDir private Path folder;

    private String url(Databases databases) {
        String url = databases.url(folder);
        return url.isEmpty() ? "jdbc:h2:" + folder.resolve("old") : url;
    }

    private static Flyway flyway(String url, String target) {
        return Flyway.configure()
                .dataSource(url, null, null)
                .locations(MIGRATIONS)
                .target(target)
                .load();
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void eachVersionCanBeTheOneThatIsThere(Databases databases) {
        String[] versions =
                Arrays.stream(flyway(url(databases), "latest").info().all())
                        .map(migration -> migration.getVersion().getVersion())
                        .toArray(String[]::new);
        assertThat(versions).hasSizeGreaterThanOrEqualTo(9);
        for (String version : versions) {
            String url = version.equals(versions[0]) ? url(databases) : another(databases, version);
            flyway(url, version).migrate();
            try (Store store = Store.open(url, folder, Clock.systemUTC())) {
                assertThat(store.planValues().apply("a", Map.of("k", Optional.of(version))))
                        .as("from version %s", version)
                        .isTrue();
                assertThat(store.directory().loadAll().owners()).isEmpty();
            }
        }
    }

    private String another(Databases databases, String version) {
        String url = databases.url(folder);
        return url.isEmpty() ? "jdbc:h2:" + folder.resolve("v" + version) : url;
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void shortValuesStayWhenTheyMayBecomeLonger(Databases databases) throws SQLException {
        String url = url(databases);
        flyway(url, "9").migrate();
        try (Connection connection = DriverManager.getConnection(url);
                var insert =
                        connection.prepareStatement("insert into plan_value values (?, ?, ?)")) {
            insert.setString(1, "aaron");
            insert.setString(2, "mode");
            insert.setString(3, "x".repeat(8_192));
            insert.executeUpdate();
        }

        try (Store store = Store.open(url, folder, Clock.systemUTC())) {
            assertThat(store.planValues().read("aaron", "mode")).contains("x".repeat(8_192));
            assertThat(
                            store.planValues()
                                    .apply(
                                            "aaron",
                                            Map.of("mode", Optional.of("y".repeat(10_000)))))
                    .isTrue();
        }
    }

    /// An older server on the tables of a newer one would write rows that lack what it does not
    /// know of.
    @ParameterizedTest
    @EnumSource(Databases.class)
    void tablesOfANewerVersionAreLeftAlone(Databases databases) throws SQLException {
        String url = url(databases);
        Store.open(url, folder, Clock.systemUTC()).close();
        try (Connection connection = DriverManager.getConnection(url);
                var newer = connection.createStatement()) {
            newer.executeUpdate(
                    "insert into \"flyway_schema_history\" select 9999, '9999', 'newer',"
                            + " \"type\", 'V9999__newer.sql', 1, \"installed_by\","
                            + " \"installed_on\", 1, true from \"flyway_schema_history\""
                            + " where \"version\" = '1'");
        }

        assertThatThrownBy(() -> Store.open(url, folder, Clock.systemUTC()))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("its tables are not those of this version");
    }
}
