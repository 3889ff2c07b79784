package io.referee.server.api;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Copies of the database, for the administrator alone: all owners are in them. One at a time.
final class BackupDoors {
    private final BackupDesk desk;
    private final ReentrantLock copying = new ReentrantLock();

    BackupDoors(ApiServices services) {
        this.desk = services.backup();
    }

    List<Door> doors() {
        return List.of(Door.post("/api/v1/backups", this::copy));
    }

    private Reply copy(Asked asked) {
        if (!asked.caller().administrator()) {
            throw Problem.forbidden("Backups are the administrator's.");
        }
        if (!copying.tryLock()) {
            throw new Problem(409, "conflict", "A backup is being written.");
        }
        try {
            BackupDesk.Copy copy = desk.copy();
            return Reply.json(201, Map.of("file", copy.file(), "octets", copy.octets()));
        } catch (BackupDesk.Impossible no) {
            throw new Problem(409, "conflict", String.valueOf(no.getMessage()));
        } finally {
            copying.unlock();
        }
    }
}
