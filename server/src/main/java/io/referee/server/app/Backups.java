package io.referee.server.app;

import io.referee.server.api.BackupDesk;
import io.referee.server.store.Store;
import io.referee.server.store.StoreUnusable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Copies of the store, in a folder of their own. *Any thread.*
record Backups(Store store, Path folder) implements BackupDesk {
    @Override
    public Copy copy() {
        try {
            Path file = store.backup(folder);
            return new Copy(file.toAbsolutePath().toString(), Files.size(file));
        } catch (StoreUnusable e) {
            throw new Impossible(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Impossible("The backup was interrupted.", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
