package io.referee.server.app;

import io.referee.server.account.Directory;
import io.referee.server.account.DirectorySnapshot;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The directory that is in force: one snapshot for everybody, replaced as a whole. *Any thread.*
final class Directories implements Supplier<Directory> {
    private final AtomicReference<DirectorySnapshot> current;

    Directories(DirectorySnapshot first) {
        current = new AtomicReference<>(first);
    }

    @Override
    public Directory get() {
        return current.get();
    }

    DirectorySnapshot snapshot() {
        return current.get();
    }

    void replace(DirectorySnapshot next) {
        current.set(next);
    }
}
