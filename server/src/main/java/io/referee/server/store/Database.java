package io.referee.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;

/// An open database with the tables in it. *Any thread.*
final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 6;
    private static final long CONNECT_MILLIS = 3_000;
    private static final int H2_LOCKED = 90020;
    private static final int H2_WOULD_CREATE = 90097;
    private static final int H2_VERSION = 90048;

    private final HikariDataSource source;
    private final Jdbi jdbi;
    private final Dialect dialect;
    private final String shown;

    private Database(HikariDataSource source, Dialect dialect, String shown) {
        this.source = source;
        this.shown = shown;
        this.dialect = dialect;
        this.jdbi = Jdbi.create(source);
    }

    /// Opens the database and brings its tables up to date.
    ///
    /// @param url JDBC URL of H2 or PostgreSQL; empty: an H2 file in `data`
    /// @throws StoreUnusable with a sentence for the operator
    static Database open(String url, Path data) {
        String effective =
                url.isEmpty() ? "jdbc:h2:file:" + data.toAbsolutePath().resolve("referee") : url;
        Dialect dialect = Dialect.of(effective);
        String shown = withoutSecrets(effective);
        try {
            UpgradeCopy copy = UpgradeCopy.of(shown).orElse(null);
            refuseUnreadable(shown);
            if (copy != null) {
                copy.restore();
            }
            refuseEmptied(effective, shown);
            HikariConfig config = config(dialect.complete(effective));
            HikariDataSource source = upToDate(config, copy);
            return new Database(source, dialect, shown);
        } catch (RuntimeException e) {
            throw e instanceof StoreUnusable said ? said : unusable(shown, e);
        }
    }

    /// With its tables as this version wants them; closed when that fails, and then the copy stays
    /// for the next start.
    private static HikariDataSource upToDate(HikariConfig config, @Nullable UpgradeCopy copy) {
        boolean unmade = copy != null && copy.isNew();
        if (copy != null && unmade) {
            copy.take();
        }
        @Nullable HikariDataSource source = null;
        try {
            source = new HikariDataSource(config);
            if (copy != null && !unmade && flyway(source).info().pending().length > 0) {
                source.close();
                copy.take();
                source = new HikariDataSource(config);
            }
            flyway(source).migrate();
            if (copy != null) {
                copy.drop();
            }
            return source;
        } catch (RuntimeException e) {
            if (source != null) {
                source.close();
            }
            if (copy != null && isLocked(e)) {
                copy.drop(); // another process was quicker: what is there is that one's now
            }
            throw e;
        }
    }

    private static boolean isLocked(RuntimeException failure) {
        SQLException sql = sqlCause(failure);
        return sql != null && sql.getErrorCode() == H2_LOCKED;
    }

    /// What a user may not read is not damaged.
    private static void refuseUnreadable(String shown) {
        Path file = UpgradeCopy.h2File(shown).orElse(null);
        if (file == null) {
            return;
        }
        Path folder = Objects.requireNonNull(file.getParent(), "an absolute path has a parent");
        String what =
                Files.exists(file) && !(Files.isReadable(file) && Files.isWritable(file))
                        ? file.toString()
                        : Files.exists(folder) && !Files.isWritable(folder)
                                ? folder.toString()
                                : "";
        if (!what.isEmpty()) {
            throw new StoreUnusable(
                    "Unusable database "
                            + shown
                            + ": this user may not read and write "
                            + what
                            + "; give it to the user that runs the server.");
        }
    }

    /// H2 takes a file in which it finds nothing whole for a new one, and would write over what
    /// could still be rescued. So a file that is there is first opened by a connection that cannot
    /// write: in an empty one H2 fails to make its own tables. Any other failure is left to the
    /// opening for good, which says what it is.
    private static void refuseEmptied(String url, String shown) {
        Path file = UpgradeCopy.h2File(shown).orElse(null);
        if (file == null || Files.notExists(file)) {
            return;
        }
        try (Connection _ =
                DriverManager.getConnection(url + ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE")) {
            return; // what a crash left half done does not disturb a look without writing
        } catch (SQLException e) {
            if (e.getErrorCode() == H2_WOULD_CREATE) {
                throw new StoreUnusable(
                        "Unusable database "
                                + shown
                                + ": the file is damaged, no table is left in it;"
                                + " restore a backup, or move it away to start empty.",
                        e);
            }
        }
    }

    private static HikariConfig config(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setPoolName("store");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setInitializationFailTimeout(1);
        return config;
    }

    /// Tables of a newer version are left alone, which Flyway does only when it is told to.
    private static Flyway flyway(HikariDataSource source) {
        return Flyway.configure()
                .dataSource(source)
                .ignoreMigrationPatterns(new String[0])
                .locations("classpath:io/referee/server/store/migration")
                .load();
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /// The connections that are open are of no use any more: who asks next gets a new one. Those to
    /// an H2 that has given up stay closed for ever, and look well for half a second.
    void renewConnections() {
        source.getHikariPoolMXBean().softEvictConnections();
    }

    Dialect dialect() {
        return dialect;
    }

    /// The sentence for the operator about a failure of this database.
    StoreUnusable unusable(RuntimeException failure) {
        return failure instanceof StoreUnusable said ? said : unusable(shown, failure);
    }

    @Override
    public void close() {
        source.close();
    }

    private static StoreUnusable unusable(String url, RuntimeException failure) {
        SQLException sql = sqlCause(failure);
        if (failure instanceof FlywayException && (sql == null || isOfTables(sql))) {
            return new StoreUnusable(
                    "Unusable database "
                            + url
                            + ": its tables are not those of this version ("
                            + firstLine(sql == null ? failure : sql)
                            + "); restore a backup or start with an empty database.",
                    failure);
        }
        if (sql == null) {
            return new StoreUnusable(
                    "Unusable database " + url + ": " + firstLine(failure) + ".", failure);
        }
        return new StoreUnusable("Unusable database " + url + ": " + remedy(url, sql), failure);
    }

    /// A statement that does not fit the tables that are there; SQL:2016 class 42.
    private static boolean isOfTables(SQLException sql) {
        return String.valueOf(sql.getSQLState()).startsWith("42");
    }

    private static String remedy(String url, SQLException sql) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        if (url.startsWith("jdbc:h2:")) {
            return switch (sql.getErrorCode()) {
                case H2_LOCKED ->
                        "another process has it open; stop that one or use another data folder.";
                case H2_VERSION ->
                        "it was written by another version of H2; export and import it, or move it"
                                + " away.";
                default ->
                        "the file is damaged or not readable ("
                                + firstLine(sql)
                                + "); restore a backup, or move it away to start empty.";
            };
        }
        return switch (state) {
            case "28P01", "28000" ->
                    "user or password are wrong; set them in the URL of the key `database`.";
            case "3D000" -> "there is no database of this name; create it.";
            default ->
                    state.startsWith("08")
                            ? "the server does not answer; start it or correct the URL of the key"
                                    + " `database`."
                            : firstLine(sql) + "; correct the URL of the key `database`.";
        };
    }

    /// The innermost failure of the database: H2 wraps what it found in ever more general ones.
    private static @Nullable SQLException sqlCause(Throwable failure) {
        SQLException found = null;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getSQLState() != null) {
                found = sql;
            }
        }
        return found;
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /// The URL without parameters and user, for messages.
    static String withoutSecrets(String url) {
        int end = url.length();
        for (char c : new char[] {'?', ';'}) {
            int at = url.indexOf(c);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String bare = url.substring(0, end);
        int slashes = bare.indexOf("//");
        int host = bare.lastIndexOf('@');
        boolean hasUser =
                slashes >= 0
                        && host > slashes
                        && bare.toLowerCase(Locale.ROOT).startsWith("jdbc:postgresql:");
        return hasUser ? bare.substring(0, slashes + 2) + bare.substring(host + 1) : bare;
    }
}
