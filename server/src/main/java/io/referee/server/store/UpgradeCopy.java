package io.referee.server.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The file of an H2 as it was before its tables were changed. H2 commits each statement that makes
/// or changes a table at once, so a process that is killed in the middle leaves tables of no
/// version. The copy is there only while tables are changed: who finds one puts it back and begins
/// again. An empty copy says that there was no database. PostgreSQL needs none of this: there a
/// migration is one transaction. *One thread, at the start.*
final class UpgradeCopy {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeCopy.class);
    private static final String SUFFIX = ".before-upgrade";

    private final Path file;
    private final Path copy;

    private UpgradeCopy(Path file, Path copy) {
        this.file = file;
        this.copy = copy;
    }

    /// For a JDBC URL without its settings; empty when it names no file of an H2.
    static Optional<UpgradeCopy> of(String url) {
        return h2File(url)
                .map(
                        file -> {
                            String name = file.getFileName().toString();
                            String bare = name.substring(0, name.length() - ".mv.db".length());
                            return new UpgradeCopy(file, file.resolveSibling(bare + SUFFIX));
                        });
    }

    /// The file in which an H2 of this URL keeps everything; empty when it is none in a file.
    static Optional<Path> h2File(String url) {
        if (!url.startsWith("jdbc:h2:")) {
            return Optional.empty();
        }
        String path = url.substring("jdbc:h2:".length()).replaceFirst("^file:", "");
        if (path.matches("[A-Za-z][A-Za-z0-9]+:.*")) { // one letter is a drive of Windows
            return Optional.empty();
        }
        if (path.startsWith("~")) {
            path = System.getProperty("user.home") + path.substring(1);
        }
        return Optional.of(Path.of(path + ".mv.db").toAbsolutePath());
    }

    /// True when there is no database yet.
    boolean isNew() {
        return Files.notExists(file);
    }

    /// Puts back what an upgrade left that did not come to its end; nothing when none was begun, or
    /// when another process is at it.
    void restore() {
        if (Files.notExists(copy)) {
            return;
        }
        try {
            if (Files.notExists(file)) {
                putBack();
                return;
            }
            try (FileChannel channel =
                            FileChannel.open(
                                    file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock != null) {
                    putBack();
                }
            }
        } catch (OverlappingFileLockException e) {
            return; // this process has it open: the opening says so
        } catch (IOException e) {
            throw new StoreUnusable(
                    "Unusable database "
                            + file
                            + ": an upgrade was interrupted, and what was there before cannot be"
                            + " put back ("
                            + e
                            + "); move "
                            + copy
                            + " over it by hand.",
                    e);
        }
    }

    /// What is there is kept under another name: somebody may have worked with it in the meantime.
    private void putBack() throws IOException {
        if (Files.exists(file)) {
            Path aside = aside();
            Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
            LOG.warn(
                    "An upgrade of {} was interrupted: what was there before is put back, and what"
                            + " it had become is kept as {}.",
                    file,
                    aside);
        }
        if (Files.size(copy) == 0) {
            Files.delete(copy);
        } else {
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path aside() {
        int number = 1;
        while (Files.exists(interrupted(number))) {
            number++;
        }
        return interrupted(number);
    }

    private Path interrupted(int number) {
        String name = copy.getFileName().toString();
        String bare = name.substring(0, name.length() - SUFFIX.length());
        return file.resolveSibling(bare + ".interrupted-" + number + ".mv.db");
    }

    /// Copies the file, which nobody has open; on the disk when this returns.
    void take() {
        Path fresh = copy.resolveSibling(copy.getFileName() + ".new");
        try {
            if (isNew()) {
                Files.createDirectories(copy.getParent());
                Files.deleteIfExists(fresh);
                Files.createFile(fresh);
            } else {
                Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
                try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
            Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StoreUnusable(
                    "Unusable database "
                            + file
                            + ": it must be upgraded, and no copy of it can be made first ("
                            + e
                            + "); give the folder room and the right to write for twice its size.",
                    e);
        }
    }

    /// The tables are those of this version: the copy is of no use any more.
    void drop() {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
