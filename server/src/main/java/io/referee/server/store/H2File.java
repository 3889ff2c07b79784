package io.referee.server.store;

import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// How far an H2 in this process has written its file. H2 says that a commit is done before what it
/// changed is in the file. When that cannot be written any more, it closes itself; the next
/// connection opens the file as it is, and nobody is told that commits are gone. *Any thread.*
final class H2File {
    private final MVStore store;
    private final FileStore<?> file;

    private H2File(MVStore store, FileStore<?> file) {
        this.store = store;
        this.file = file;
    }

    /// That of a connection; empty when it leads to another database or process, or to one that is
    /// in memory only.
    static Optional<H2File> of(Connection connection) throws SQLException {
        if (connection.isWrapperFor(JdbcConnection.class)
                && connection.unwrap(JdbcConnection.class).getSession()
                        instanceof SessionLocal session) {
            MVStore store = session.getDatabase().getStore().getMvStore();
            return Optional.ofNullable(store.getFileStore()).map(file -> new H2File(store, file));
        }
        return Optional.empty();
    }

    /// What becomes of all that has been committed up to now.
    Supplier<Durability> committed() {
        // What is changed now belongs to the version that is written next.
        long version = store.getCurrentVersion();
        var kept = new AtomicBoolean();
        return () -> {
            Durability now = kept.get() ? Durability.IN_FILE : since(version);
            kept.compareAndSet(false, now == Durability.IN_FILE);
            return now;
        };
    }

    /// A store that could not write once goes on until it is closed, and what it writes then leans
    /// on what it could not: the next one to open the file finds none of it. So the version is read
    /// before the failure is, and counts only without one.
    private Durability since(long version) {
        boolean written = file.lastChunkVersion() > version;
        if (store.getPanicException() != null) {
            return Durability.LOST;
        }
        if (written) {
            return Durability.IN_FILE;
        }
        return store.isClosed() ? Durability.LOST : Durability.ON_ITS_WAY;
    }
}
