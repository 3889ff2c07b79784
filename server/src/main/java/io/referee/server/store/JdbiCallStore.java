package io.referee.server.store;

import io.referee.server.call.CallStore;
import io.referee.server.call.KeptCall;

import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

/// The calls that go on after a restart, one sealed row each: written behind.
final class JdbiCallStore implements CallStore {
    private static final Logger LOG = LoggerFactory.getLogger(JdbiCallStore.class);

    private final Database database;
    private final WriteBehind writer;
    private final CallNotes notes;

    JdbiCallStore(Database database, WriteBehind writer, CallNotes notes) {
        this.database = database;
        this.writer = writer;
        this.notes = notes;
    }

    @Override
    public void keep(KeptCall call) {
        writer.add(List.of(new Write.Keep(call)));
    }

    @Override
    public void forget(String call) {
        writer.add(List.of(new Write.Forget(call)));
    }

    private record Note(String call, String text) {}

    /// All calls that can be read. Notes of an earlier version, which did not seal them, are sealed
    /// in the database. Blocks.
    ///
    /// @throws StoreUnusable they were sealed with another key
    List<KeptCall> loadAll() {
        List<Note> found = database.jdbi().withHandle(JdbiCallStore::notes);
        List<KeptCall> calls = new ArrayList<>(found.size());
        for (Note note : found) {
            notes.read(note.call(), note.text())
                    .ifPresentOrElse(
                            calls::add,
                            () -> LOG.warn("A kept call cannot be read, and ends here."));
        }
        seal(found.stream().filter(note -> CallNotes.isClear(note.text())).toList());
        return calls;
    }

    private static List<Note> notes(Handle handle) {
        return handle.createQuery("select call_id, note from live_call order by call_id")
                .map((row, _) -> new Note(row.getString("call_id"), row.getString("note")))
                .list();
    }

    private void seal(List<Note> clear) {
        if (clear.isEmpty()) {
            return;
        }
        database.jdbi()
                .useTransaction(
                        handle -> {
                            for (Note note : clear) {
                                handle.execute(
                                        "update live_call set note = ? where call_id = ?",
                                        notes.sealed(note.call(), note.text()),
                                        note.call());
                            }
                        });
    }

    /// Forgets all of them. Blocks.
    void clear() {
        database.jdbi().useHandle(handle -> handle.execute("delete from live_call"));
    }
}
