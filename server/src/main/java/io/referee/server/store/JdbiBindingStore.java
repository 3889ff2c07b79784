package io.referee.server.store;

import io.referee.server.registrar.BindingStore;
import io.referee.server.registrar.StoredBinding;

import java.util.List;

/// The bindings in the database: written behind, read at start.
final class JdbiBindingStore implements BindingStore {
    private final Database database;
    private final WriteBehind writer;

    JdbiBindingStore(Database database, WriteBehind writer) {
        this.database = database;
        this.writer = writer;
    }

    @Override
    public void upsert(StoredBinding binding) {
        writer.add(List.of(new Write.Bind(binding)));
    }

    @Override
    public void remove(StoredBinding.Key key) {
        writer.add(List.of(new Write.Unbind(key)));
    }

    @Override
    public List<StoredBinding> loadAll() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery("select * from binding order by aor, contact")
                                        .map(
                                                (row, _) ->
                                                        new StoredBinding(
                                                                row.getString("aor"),
                                                                row.getString("contact"),
                                                                row.getString("source"),
                                                                row.getString("transport"),
                                                                row.getString("received_hop"),
                                                                row.getString("call_id"),
                                                                row.getLong("c_seq"),
                                                                row.getDouble("q"),
                                                                row.getString("instance"),
                                                                row.getInt("reg_id"),
                                                                row.getString("path"),
                                                                row.getLong("generation"),
                                                                JdbiRecordStore.time(
                                                                        row, "expires_at")))
                                        .list());
    }
}
