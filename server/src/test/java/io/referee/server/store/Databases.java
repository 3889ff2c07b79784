package io.referee.server.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// The databases on which each test of the store runs. One PostgreSQL server serves all tests of
/// the JVM, each gets a database of its own.
public enum Databases {
    H2 {
        @Override
        public String url(Path folder) {
            return "";
        }
    },
    POSTGRESQL {
        @Override
        public String url(Path folder) {
            String name = "t" + COUNT.incrementAndGet();
            try (var connection = Server.one().getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Server.one().getJdbcUrl("postgres", name);
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /// A JDBC URL of an empty database for a store whose data folder this is.
    public abstract String url(Path folder);

    /// PostgreSQL refuses to run as root. The test artifact then starts it by itself in a user name
    /// space (`unshare -U`), so this works as root wherever the kernel allows that; where it does
    /// not, the tests on PostgreSQL are aborted with a line that says so.
    private static final class Server {
        private static @Nullable EmbeddedPostgres one;

        /// Not in an initialiser: an abort there would be an error of the class.
        static synchronized EmbeddedPostgres one() {
            if (one == null) {
                one = start();
            }
            return one;
        }

        private static boolean mayUnshare() {
            try {
                return new ProcessBuilder("unshare", "-U", "true").start().waitFor() == 0;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private static EmbeddedPostgres start() {
            if (System.getProperty("user.name").equals("root") && !mayUnshare()) {
                return Assumptions.abort(
                        "PostgreSQL refuses to run as root and user name spaces (`unshare -U`) are"
                                + " forbidden here: run the tests as another user to test on"
                                + " PostgreSQL.");
            }
            try {
                EmbeddedPostgres server =
                        EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
                Runtime.getRuntime()
                        .addShutdownHook(
                                new Thread(
                                        () -> {
                                            try {
                                                server.close();
                                            } catch (IOException e) {
                                                System.err.println(
                                                        "PostgreSQL did not stop: "
                                                                + e.getMessage());
                                            }
                                        }));
                return server;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
