package io.referee.server.store;

import io.referee.server.event.AuditEntry;
import io.referee.server.event.AuditStore;

import org.jdbi.v3.core.mapper.RowMapper;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// The audit in the database: written behind, read directly.
final class JdbiAuditStore implements AuditStore {
    /// Rows of one answer.
    private static final int ROWS_AT_MOST = 1_000;

    private static final RowMapper<AuditEntry> ENTRY =
            (row, _) ->
                    new AuditEntry(
                            row.getLong("seq"),
                            JdbiRecordStore.time(row, "happened_at"),
                            row.getString("owner"),
                            row.getString("type"),
                            row.getString("chain"),
                            row.getString("source"),
                            row.getString("account"),
                            row.getString("reason"),
                            row.getLong("happenings"));

    private final Database database;
    private final WriteBehind writer;
    private final LongAdder taken = new LongAdder();

    JdbiAuditStore(Database database, WriteBehind writer) {
        this.database = database;
        this.writer = writer;
    }

    @Override
    public void save(AuditEntry entry) {
        taken.increment();
        writer.add(List.of(new Write.Note(entry)));
    }

    /// How many since the start.
    long taken() {
        return taken.sum();
    }

    @Override
    public List<AuditEntry> newest(String owner, long offset, int count, Instant since) {
        String whose = owner.isEmpty() ? "" : " and owner = :owner";
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select * from audit where happened_at >= :since"
                                                        + whose
                                                        + " order by happened_at desc, seq desc"
                                                        + " limit :count offset :offset")
                                        .bind("since", JdbiRecordStore.earliest(since))
                                        .bindMap(
                                                owner.isEmpty() ? Map.of() : Map.of("owner", owner))
                                        .bind("count", Math.clamp(count, 0, ROWS_AT_MOST))
                                        .bind("offset", Math.max(0, offset))
                                        .map(ENTRY)
                                        .list());
    }
}
