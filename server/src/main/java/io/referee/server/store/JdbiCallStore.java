package io.referee.server.store;

import io.referee.server.call.CallStore;
import io.referee.server.call.KeptCall;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;

/// The calls that go on after a restart, one row each: written behind.
final class JdbiCallStore implements CallStore {
    private static final Logger LOG = LoggerFactory.getLogger(JdbiCallStore.class);

    private final Database database;
    private final WriteBehind writer;

    JdbiCallStore(Database database, WriteBehind writer) {
        this.database = database;
        this.writer = writer;
    }

    @Override
    public void keep(KeptCall call) {
        writer.add(List.of(new Write.Keep(call)));
    }

    @Override
    public void forget(String call) {
        writer.add(List.of(new Write.Forget(call)));
    }

    /// All calls that can be read. Blocks.
    List<KeptCall> loadAll() {
        List<String> rows =
                database.jdbi()
                        .withHandle(
                                handle ->
                                        handle.createQuery(
                                                        "select note from live_call order by"
                                                                + " call_id")
                                                .mapTo(String.class)
                                                .list());
        List<KeptCall> calls = new ArrayList<>(rows.size());
        for (String row : rows) {
            CallText.read(row)
                    .ifPresentOrElse(
                            calls::add,
                            () -> LOG.warn("A kept call cannot be read, and ends here."));
        }
        return calls;
    }

    /// Forgets all of them. Blocks.
    void clear() {
        database.jdbi().useHandle(handle -> handle.execute("delete from live_call"));
    }
}
