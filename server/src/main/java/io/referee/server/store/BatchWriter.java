package io.referee.server.store;

import io.referee.server.call.KeptCall;
import io.referee.server.cdr.CallRecord;
import io.referee.server.cdr.Cdr;
import io.referee.server.cdr.GroupLink;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.SegmentRecord;
import io.referee.server.cdr.TransferRecord;
import io.referee.server.event.AuditEntry;
import io.referee.server.registrar.StoredBinding;

import org.jdbi.v3.core.JdbiException;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Writes batches with one prepared statement per table. Plain JDBC inside a Jdbi transaction: this
/// is the one place of the store where microseconds count.
final class BatchWriter implements WriteBehind.Sink {
    private static final List<String> CALL =
            List.of("group_id", "owner", "from_uri", "to_uri", "start_at", "end_at");
    private static final List<String> LEG =
            List.of(
                    "leg_id",
                    "group_id",
                    "call_id",
                    "owner",
                    "direction",
                    "sip_call_id",
                    "local_tag",
                    "remote_tag",
                    "from_uri",
                    "to_uri",
                    "request_uri",
                    "account",
                    "payer",
                    "created_by",
                    "invite_at",
                    "ring_at",
                    "answer_at",
                    "end_at",
                    "end_status",
                    "end_by",
                    "end_cause",
                    "billable",
                    "bill_millis");
    private static final List<String> SEGMENT =
            List.of(
                    "segment_id",
                    "group_id",
                    "owner",
                    "leg_x",
                    "leg_y",
                    "kind",
                    "because",
                    "start_at",
                    "end_at");
    private static final List<String> TRANSFER =
            List.of(
                    "transfer_id",
                    "group_id",
                    "owner",
                    "door",
                    "kind",
                    "transferor_leg",
                    "transferee_leg",
                    "target",
                    "target_leg",
                    "account",
                    "referred_by",
                    "depth",
                    "parent_id",
                    "requested_at",
                    "accepted_at",
                    "answered_at",
                    "joined_at",
                    "finished_at",
                    "outcome",
                    "status",
                    "stage",
                    "reason",
                    "policy",
                    "recovery");
    private static final List<String> LINK =
            List.of("group_id", "other_id", "owner", "kind", "because", "linked_at");
    private static final List<String> BINDING =
            List.of(
                    "binding_id",
                    "aor",
                    "contact",
                    "source",
                    "transport",
                    "received_hop",
                    "call_id",
                    "c_seq",
                    "q",
                    "instance",
                    "reg_id",
                    "path",
                    "generation",
                    "expires_at");

    private static final List<String> AUDIT =
            List.of(
                    "owner",
                    "seq",
                    "happened_at",
                    "type",
                    "chain",
                    "source",
                    "account",
                    "reason",
                    "happenings");

    private static final List<String> KEPT = List.of("call_id", "note");

    /// How rows of each kind of record are written.
    private record Sql(
            String call, String leg, String segment, String transfer, String link, String kept) {}

    private final Database database;
    private final CallNotes notes;
    private final Sql insert;
    private final Sql upsert;
    private final String open;
    private final String over;
    private final String binding;
    private final String mark;
    private final String audit;

    BatchWriter(Database database, CallNotes notes) {
        this.database = database;
        this.notes = notes;
        Dialect dialect = database.dialect();
        this.insert =
                new Sql(
                        Dialect.insert("cdr_call", CALL),
                        Dialect.insert("cdr_leg", LEG),
                        Dialect.insert("cdr_segment", SEGMENT),
                        Dialect.insert("cdr_transfer", TRANSFER),
                        Dialect.insert("cdr_link", LINK),
                        Dialect.insert("live_call", KEPT));
        this.upsert =
                new Sql(
                        dialect.upsert("cdr_call", List.of("group_id"), CALL),
                        dialect.upsert("cdr_leg", List.of("group_id", "leg_id"), LEG),
                        dialect.upsert("cdr_segment", List.of("group_id", "segment_id"), SEGMENT),
                        dialect.upsert(
                                "cdr_transfer", List.of("group_id", "transfer_id"), TRANSFER),
                        dialect.upsert("cdr_link", List.of("group_id", "other_id", "kind"), LINK),
                        dialect.upsert("live_call", List.of("call_id"), KEPT));
        this.open = dialect.upsertKey("cdr_open", "group_id");
        this.over = "delete from cdr_open where group_id = ?";
        this.binding = dialect.upsert("binding", List.of("binding_id"), BINDING);
        this.audit = dialect.upsert("audit", List.of("owner", "seq"), AUDIT);
        this.mark = dialect.upsert("mark", List.of("name"), List.of("name", "number"));
    }

    @Override
    public void write(List<Write> batch) {
        commit(batch);
    }

    @Override
    public Supplier<Durability> commit(List<Write> batch) {
        try {
            return write(batch, insert);
        } catch (WriteBehind.Refused alreadyThere) {
            return write(batch, upsert);
        }
    }

    /// @param first how records are written of which no earlier version should be there: should one
    ///   be after all (the connection broke after a commit, a group came to life again),
    ///   [#write(List)] replaces them
    private Supplier<Durability> write(List<Write> batch, Sql first) {
        try {
            Optional<H2File> file =
                    database.jdbi()
                            .inTransaction(handle -> write(handle.getConnection(), batch, first));
            return file.map(H2File::committed).orElse(() -> Durability.UNKNOWN);
        } catch (JdbiException | SQLException e) {
            if (Outage.inRow(e)) {
                throw new WriteBehind.Refused(e);
            }
            database.renewConnections();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /// @return the file that the batch will be in
    private Optional<H2File> write(Connection connection, List<Write> batch, Sql first)
            throws SQLException {
        try (var statements = new Statements(connection)) {
            for (Write write : batch) {
                switch (write) {
                    case Write.First(Cdr cdr) -> bind(statements, first, cdr);
                    case Write.Save(Cdr cdr) -> bind(statements, upsert, cdr);
                    case Write.Bind(StoredBinding b) -> bind(statements.row(binding), b);
                    case Write.Unbind(StoredBinding.Key key) ->
                            statements
                                    .row("delete from binding where binding_id = ?")
                                    .text(id(key))
                                    .end();
                    case Write.KeepFirst(KeptCall call) -> bind(statements.row(first.kept()), call);
                    case Write.Keep(KeptCall call) -> bind(statements.row(upsert.kept()), call);
                    case Write.Forget(String call) ->
                            statements
                                    .row("delete from live_call where call_id = ?")
                                    .text(call)
                                    .end();
                    case Write.Mark(String name, long number) ->
                            statements.row(mark).text(name).number(number).end();
                    case Write.Note(AuditEntry entry) -> bind(statements.row(audit), entry);
                    case Write.Barrier _ -> {}
                }
            }
            statements.execute();
            return H2File.of(connection);
        }
    }

    /// Only a group that is replaced can have been open before, or be open still.
    private void bind(Statements statements, Sql sql, Cdr cdr) throws SQLException {
        switch (cdr) {
            case CallRecord r -> {
                bind(statements.row(sql.call()), r);
                if (sql == upsert) {
                    statements.row(r.complete() ? over : open).text(r.groupId()).end();
                }
            }
            case LegRecord r -> bind(statements.row(sql.leg()), r);
            case SegmentRecord r -> bind(statements.row(sql.segment()), r);
            case TransferRecord r -> bind(statements.row(sql.transfer()), r);
            case GroupLink r -> bind(statements.row(sql.link()), r);
        }
    }

    private static void bind(Row row, AuditEntry e) throws SQLException {
        row.text(e.owner()).number(e.seq()).time(e.at()).text(e.type()).text(e.chain());
        row.text(e.source()).text(e.account()).text(e.reason()).number(e.count()).end();
    }

    private static void bind(Row row, GroupLink r) throws SQLException {
        row.text(r.groupId()).text(r.otherId()).text(r.owner()).text(r.kind().name());
        row.text(r.because()).time(r.at()).end();
    }

    private static void bind(Row row, CallRecord r) throws SQLException {
        row.text(r.groupId())
                .text(r.owner())
                .text(r.from())
                .text(r.to())
                .time(r.startAt())
                .time(r.endAt())
                .end();
    }

    private static void bind(Row row, LegRecord r) throws SQLException {
        row.text(r.legId()).text(r.groupId()).text(r.callId()).text(r.owner()).text(r.direction());
        row.text(r.sipCallId()).text(r.localTag()).text(r.remoteTag()).text(r.from()).text(r.to());
        row.text(r.requestUri()).text(r.account()).text(r.payer()).text(r.createdBy());
        row.time(r.inviteAt()).time(r.ringAt()).time(r.answerAt()).time(r.endAt());
        row.number(r.endStatus()).text(r.endBy()).text(r.endCause());
        row.flag(r.billable()).number(r.billable() ? r.talked().toMillis() : 0L).end();
    }

    private static void bind(Row row, SegmentRecord r) throws SQLException {
        row.text(r.segmentId()).text(r.groupId()).text(r.owner()).text(r.legX()).text(r.legY());
        row.text(r.kind().name()).text(r.because()).time(r.startAt()).time(r.endAt()).end();
    }

    private static void bind(Row row, TransferRecord r) throws SQLException {
        row.text(r.transferId()).text(r.groupId()).text(r.owner()).text(r.door()).text(r.kind());
        row.text(r.transferorLeg())
                .text(r.transfereeLeg())
                .text(r.target())
                .text(r.targetLeg())
                .text(r.account());
        row.text(r.referredBy())
                .number(r.depth())
                .text(r.parentId())
                .time(r.requestedAt())
                .time(r.acceptedAt());
        row.time(r.answeredAt()).time(r.joinedAt()).time(r.finishedAt()).text(r.outcome().name());
        row.number(r.status())
                .text(r.stage())
                .text(r.reason())
                .text(r.policy())
                .text(r.recovery())
                .end();
    }

    /// Sealed here, so that it costs the engine nothing.
    private void bind(Row row, KeptCall call) throws SQLException {
        row.text(call.ids().call()).text(notes.written(call)).end();
    }

    private static void bind(Row row, StoredBinding b) throws SQLException {
        row.text(id(b.key())).text(b.aor()).text(b.contact()).text(b.source()).text(b.transport());
        row.text(b.receivedHop())
                .text(b.callId())
                .number(b.cSeq())
                .fraction(b.q())
                .text(b.instance())
                .number(b.regId())
                .text(b.path())
                .number(b.generation());
        row.time(b.expires().truncatedTo(ChronoUnit.MILLIS)).end();
    }

    /// Bindings of earlier versions, which were no flows, keep their id.
    private static String id(StoredBinding.Key key) {
        String both = key.aor() + "\n" + key.contact();
        String all = key.flow().isEmpty() ? both : both + "\n" + key.flow();
        try {
            byte[] octets = all.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// The statements of one transaction, made when first needed.
    private static final class Statements implements AutoCloseable {
        private final Connection connection;
        private final java.util.Map<String, PreparedStatement> prepared =
                new java.util.LinkedHashMap<>();
        private final java.util.Map<String, Row> rows = new java.util.HashMap<>();

        Statements(Connection connection) {
            this.connection = connection;
        }

        Row row(String sql) throws SQLException {
            Row row = rows.get(sql);
            if (row == null) {
                PreparedStatement statement = connection.prepareStatement(sql);
                prepared.put(sql, statement);
                row = new Row(statement);
                rows.put(sql, row);
            }
            return row;
        }

        void execute() throws SQLException {
            for (PreparedStatement statement : prepared.values()) {
                statement.executeBatch();
            }
        }

        @Override
        public void close() throws SQLException {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
        }
    }
}
