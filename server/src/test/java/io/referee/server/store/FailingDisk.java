package io.referee.server.store;

import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Files of H2 below `failing:`, whose disk can be full: then whatever would be written fails as
/// the system says it. *Any thread.*
public final class FailingDisk extends FilePathWrapper {
    private static final String SCHEME = "failing";
    private static final Set<String> FULL = ConcurrentHashMap.newKeySet();

    /// A URL for a database in this folder.
    public static String url(Path folder) {
        FilePath.register(new FailingDisk());
        return "jdbc:h2:" + SCHEME + ':' + folder.toAbsolutePath().resolve("referee");
    }

    /// From now on nothing more can be written below this folder.
    public static void fills(Path folder) {
        FULL.add(folder.toAbsolutePath().toString());
    }

    /// There is room again.
    public static void empties(Path folder) {
        FULL.remove(folder.toAbsolutePath().toString());
    }

    private boolean full() {
        return FULL.stream().anyMatch(toString()::contains);
    }

    private void room() throws IOException {
        if (full()) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(getBase().open(mode));
    }

    private final class Channel extends FileBase {
        private final FileChannel file;

        Channel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer octets) throws IOException {
            room();
            return file.write(octets);
        }

        @Override
        public int write(ByteBuffer octets, long at) throws IOException {
            room();
            return file.write(octets, at);
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            return file.read(into);
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            return file.read(into, at);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long next) throws IOException {
            file.position(next);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            room();
            file.force(metaData);
        }

        @Override
        public FileLock tryLock(long at, long size, boolean shared) throws IOException {
            return file.tryLock(at, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
