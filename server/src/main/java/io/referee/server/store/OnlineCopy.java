package io.referee.server.store;

import org.jdbi.v3.core.JdbiException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// A copy of the H2 database while it is written to, as of one moment. *Any thread; blocks.*
final class OnlineCopy {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'referee-'yyyyMMdd'T'HHmmss.SSS'Z.zip'")
                    .withZone(ZoneOffset.UTC);

    private OnlineCopy() {}

    /// Writes the copy into a folder, which is made when it is not there, for this user alone.
    ///
    /// @throws StoreUnusable when it cannot be made: a sentence with the remedy
    static Path of(Database database, Path folder, Instant at) {
        if (database.dialect() != Dialect.H2) {
            throw new StoreUnusable(
                    "PostgreSQL is backed up by its own means: use pg_dump, it does not disturb"
                            + " the server.");
        }
        Path file = folder.resolve(NAME.format(at));
        try {
            make(folder);
            database.jdbi().useHandle(handle -> handle.execute("backup to ?", file.toString()));
            return file;
        } catch (IOException e) {
            throw new StoreUnusable(
                    "Unusable backup folder " + folder + ": make it writable for this user.", e);
        } catch (JdbiException e) {
            throw database.unusable(e);
        }
    }

    private static void make(Path folder) throws IOException {
        if (Files.notExists(folder)
                && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Files.createDirectories(folder);
    }
}
