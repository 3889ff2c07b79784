package io.referee.server.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// The databases on which each test of the store runs. One PostgreSQL server serves all tests of the JVM, each
/// gets a database of its own.
enum Databases {
    H2 {
        @Override
        String url(Path folder) {
            return "";
        }
    },
    POSTGRESQL {
        @Override
        String url(Path folder) {
            String name = "t" + COUNT.incrementAndGet();
            try (var connection = Server.ONE.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Server.ONE.getJdbcUrl("postgres", name);
        }
    };

    private static final AtomicInteger COUNT = new AtomicInteger();

    /// A JDBC URL of an empty database for a store whose data folder this is.
    abstract String url(Path folder);

    /// PostgreSQL refuses to run as root. The test artifact then starts it by itself in a user name space
    /// (`unshare -U`), so this works as root wherever the kernel allows that.
    private static final class Server {
        static final EmbeddedPostgres ONE = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder().setLocaleConfig("locale", "C").start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        server.close();
                    } catch (IOException e) {
                        System.err.println("PostgreSQL did not stop: " + e.getMessage());
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
