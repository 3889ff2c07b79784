package io.referee.server.store;

import io.referee.server.call.Legs;
import io.referee.server.cdr.CallRecord;
import io.referee.server.cdr.Cdr;
import io.referee.server.cdr.Chain;
import io.referee.server.cdr.FlatRecord;
import io.referee.server.cdr.GroupLink;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.RecordStore;
import io.referee.server.cdr.SegmentRecord;
import io.referee.server.cdr.TransferRecord;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The records in the database: written behind, read directly.
final class JdbiRecordStore implements RecordStore {
    /// Rows of one answer.
    private static final int ROWS_AT_MOST = 1_000;

    /// How long calls last before transfers of theirs are overlooked by [#accepted].
    private static final Duration LONGEST = Duration.ofDays(1);

    private final Database database;
    private final WriteBehind writer;
    private final Instant lastSeen;

    JdbiRecordStore(Database database, WriteBehind writer, Instant lastSeen) {
        this.database = database;
        this.writer = writer;
        this.lastSeen = lastSeen;
    }

    @Override
    public void save(List<Cdr> batch) {
        var writes = new ArrayList<Write.Save>(batch.size());
        for (Cdr cdr : batch) {
            writes.add(new Write.Save(cdr));
        }
        writer.add(writes);
    }

    @Override
    public List<FlatRecord> flat(String owner, long offset, int count, Instant since) {
        return database.jdbi()
                .withHandle(
                        handle -> {
                            int rows = Math.clamp(count, 0, ROWS_AT_MOST);
                            long skip = Math.max(0, offset);
                            List<LegRecord> legs =
                                    handle.createQuery(
                                                    "select l.* from ("
                                                            + newestGroups(owner)
                                                            + ") c join cdr_leg l on l.group_id ="
                                                            + " c.group_id order by c.start_at"
                                                            + " desc, l.invite_at desc, l.leg_id"
                                                            + " desc limit :count offset :offset")
                                            .bind("since", earliest(since))
                                            .bindMap(
                                                    owner.isEmpty()
                                                            ? Map.of()
                                                            : Map.of("owner", owner))
                                            .bind("groups", skip + rows)
                                            .bind("count", rows)
                                            .bind("offset", skip)
                                            .map(LEG)
                                            .list();
                            Map<String, Chain> chains =
                                    chains(
                                            handle,
                                            legs.stream()
                                                    .map(LegRecord::groupId)
                                                    .collect(Collectors.toSet()));
                            var flat = new ArrayList<FlatRecord>();
                            for (LegRecord leg : legs) {
                                Chain chain = chains.get(leg.groupId());
                                if (chain != null) {
                                    flat.add(chain.flat(leg));
                                }
                            }
                            return flat;
                        });
    }

    @Override
    public long legs(String owner) {
        String ofOwner = owner.isEmpty() ? "" : " where c.owner = :owner";
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                "select count(*) from cdr_call c join cdr_leg l on"
                                                        + " l.group_id = c.group_id"
                                                        + ofOwner)
                                        .bindMap(
                                                owner.isEmpty() ? Map.of() : Map.of("owner", owner))
                                        .mapTo(Long.class)
                                        .one());
    }

    /// A group has a leg at least, so that no page needs more groups than rows: the sort stays
    /// small.
    private static String newestGroups(String owner) {
        return "select group_id, start_at from cdr_call where start_at >= :since"
                + (owner.isEmpty() ? "" : " and owner = :owner")
                + " order by start_at desc limit :groups";
    }

    /// PostgreSQL knows no times before the Stone Age.
    static OffsetDateTime earliest(Instant since) {
        return (since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since).atOffset(ZoneOffset.UTC);
    }

    @Override
    public Optional<Chain> chain(String groupId) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                Optional.ofNullable(chains(handle, Set.of(groupId)).get(groupId)));
    }

    private static Map<String, Chain> chains(Handle handle, Set<String> groups) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        List<GroupLink> links = links(handle, groups);
        Set<String> all = new HashSet<>();
        groups.forEach(group -> all.addAll(GroupLink.merged(group, links)));
        Map<String, List<Cdr>> byGroup = new LinkedHashMap<>();
        for (Cdr cdr : ofGroups(handle, all)) {
            byGroup.computeIfAbsent(cdr.groupId(), _ -> new ArrayList<>()).add(cdr);
        }
        Map<String, Chain> chains = new HashMap<>();
        for (String group : groups) {
            List<Cdr> records = new ArrayList<>();
            Set<String> merged = GroupLink.merged(group, links);
            merged.forEach(id -> records.addAll(byGroup.getOrDefault(id, List.of())));
            links.stream().filter(link -> merged.stream().anyMatch(link::of)).forEach(records::add);
            Chain.of(records).ifPresent(chain -> chains.put(group, chain));
        }
        return chains;
    }

    /// The links of these groups and, step by step, of all that are merged with them.
    private static List<GroupLink> links(Handle handle, Set<String> groups) {
        Set<GroupLink> found = new LinkedHashSet<>();
        Set<String> known = new HashSet<>();
        Set<String> next = groups;
        while (!next.isEmpty() && known.size() < ROWS_AT_MOST) {
            known.addAll(next);
            Set<String> further = new HashSet<>();
            for (GroupLink link :
                    handle.createQuery(
                                    "select * from cdr_link where group_id in (<groups>) or"
                                            + " other_id in (<groups>)")
                            .bindList("groups", next)
                            .map(LINK)
                            .list()) {
                found.add(link);
                if (link.kind() == GroupLink.Kind.MERGED) {
                    further.add(link.groupId());
                    further.add(link.otherId());
                }
            }
            further.removeAll(known);
            next = further;
        }
        return List.copyOf(found);
    }

    private static List<Cdr> ofGroups(Handle handle, Set<String> groups) {
        var all = new ArrayList<Cdr>();
        for (var kind :
                Map.<String, RowMapper<? extends Cdr>>of(
                                "cdr_call",
                                CALL,
                                "cdr_leg",
                                LEG,
                                "cdr_segment",
                                SEGMENT,
                                "cdr_transfer",
                                TRANSFER)
                        .entrySet()) {
            all.addAll(
                    handle.createQuery(
                                    "select * from "
                                            + kind.getKey()
                                            + " where group_id in (<groups>)")
                            .bindList("groups", groups)
                            .map(kind.getValue())
                            .list());
        }
        return all;
    }

    @Override
    public List<Cdr> open() {
        return database.jdbi()
                .withHandle(
                        handle -> {
                            List<String> groups =
                                    handle.createQuery("select group_id from cdr_open")
                                            .mapTo(String.class)
                                            .list();
                            var all = new ArrayList<Cdr>();
                            for (int from = 0; from < groups.size(); from += ROWS_AT_MOST) {
                                List<String> some =
                                        groups.subList(
                                                from, Math.min(groups.size(), from + ROWS_AT_MOST));
                                all.addAll(ofGroups(handle, merged(handle, some)));
                            }
                            return all;
                        });
    }

    /// Transfers that were accepted since then, oldest first. Ids of groups begin with the time, by
    /// which they are found without an index of their own; a call may be older than its transfer.
    void accepted(Instant since, Consumer<TransferRecord> taker) {
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.createQuery(
                                                "select * from cdr_transfer where group_id >="
                                                        + " :first and requested_at >= :since and"
                                                        + " accepted_at is not null order by"
                                                        + " requested_at")
                                        .bind("first", Legs.firstId('g', since.minus(LONGEST)))
                                        .bind("since", earliest(since))
                                        .map(TRANSFER)
                                        .forEach(taker));
    }

    /// The groups and those that transfers have merged with them: a leg may talk in one of those.
    private static Set<String> merged(Handle handle, List<String> groups) {
        Set<String> all = new HashSet<>(groups);
        List<GroupLink> links = links(handle, Set.copyOf(groups));
        groups.forEach(group -> all.addAll(GroupLink.merged(group, links)));
        return all;
    }

    @Override
    public Instant lastSeen() {
        return lastSeen;
    }

    private static final RowMapper<CallRecord> CALL =
            (row, _) ->
                    new CallRecord(
                            row.getString("group_id"),
                            row.getString("owner"),
                            row.getString("from_uri"),
                            row.getString("to_uri"),
                            time(row, "start_at"),
                            timeOrNull(row, "end_at"));

    private static final RowMapper<GroupLink> LINK =
            (row, _) ->
                    new GroupLink(
                            row.getString("group_id"),
                            row.getString("other_id"),
                            row.getString("owner"),
                            GroupLink.Kind.valueOf(row.getString("kind")),
                            row.getString("because"),
                            time(row, "linked_at"));

    private static final RowMapper<LegRecord> LEG =
            (row, _) ->
                    new LegRecord(
                            row.getString("leg_id"),
                            row.getString("group_id"),
                            row.getString("call_id"),
                            row.getString("owner"),
                            row.getString("direction"),
                            row.getString("sip_call_id"),
                            row.getString("local_tag"),
                            row.getString("remote_tag"),
                            row.getString("from_uri"),
                            row.getString("to_uri"),
                            row.getString("request_uri"),
                            row.getString("account"),
                            row.getString("payer"),
                            row.getString("created_by"),
                            time(row, "invite_at"),
                            timeOrNull(row, "ring_at"),
                            timeOrNull(row, "answer_at"),
                            timeOrNull(row, "end_at"),
                            row.getInt("end_status"),
                            row.getString("end_by"),
                            row.getString("end_cause"));

    private static final RowMapper<SegmentRecord> SEGMENT =
            (row, _) ->
                    new SegmentRecord(
                            row.getString("segment_id"),
                            row.getString("group_id"),
                            row.getString("owner"),
                            row.getString("leg_x"),
                            row.getString("leg_y"),
                            SegmentRecord.Kind.valueOf(row.getString("kind")),
                            row.getString("because"),
                            time(row, "start_at"),
                            timeOrNull(row, "end_at"));

    private static final RowMapper<TransferRecord> TRANSFER =
            (row, _) ->
                    new TransferRecord(
                            row.getString("transfer_id"),
                            row.getString("group_id"),
                            row.getString("owner"),
                            row.getString("door"),
                            row.getString("kind"),
                            row.getString("transferor_leg"),
                            row.getString("transferee_leg"),
                            row.getString("target"),
                            row.getString("target_leg"),
                            row.getString("account"),
                            row.getString("referred_by"),
                            row.getInt("depth"),
                            row.getString("parent_id"),
                            time(row, "requested_at"),
                            timeOrNull(row, "accepted_at"),
                            timeOrNull(row, "answered_at"),
                            timeOrNull(row, "joined_at"),
                            timeOrNull(row, "finished_at"),
                            TransferRecord.Outcome.valueOf(row.getString("outcome")),
                            row.getInt("status"),
                            row.getString("stage"),
                            row.getString("reason"),
                            row.getString("policy"),
                            row.getString("recovery"));

    static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
