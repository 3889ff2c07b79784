package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes of stored records what a [RecordKeeper] had in mind when it wrote them, for legs that go
/// on after a restart. *Engine thread only.*
final class Resumption {
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, LegState> legs = new LinkedHashMap<>();
    private final Map<String, TransferState> transfers = new LinkedHashMap<>();

    Resumption(List<Cdr> records) {
        for (Cdr record : records) {
            if (record instanceof CallRecord call) {
                groups.put(call.groupId(), Group.of(call));
            }
        }
        for (Cdr record : records) {
            switch (record) {
                case LegRecord leg -> add(leg);
                case TransferRecord transfer -> add(transfer);
                case CallRecord _, SegmentRecord _, GroupLink _ -> {}
            }
        }
        for (Cdr record : records) {
            if (record instanceof SegmentRecord segment) {
                add(segment);
            }
        }
        legs.values().forEach(Resumption::cover);
    }

    Map<String, Group> groups() {
        return groups;
    }

    Map<String, LegState> legs() {
        return legs;
    }

    Map<String, TransferState> transfers() {
        return transfers;
    }

    private Group group(String id, String owner, Instant at) {
        return groups.computeIfAbsent(id, _ -> new Group(id, owner, at));
    }

    private void add(LegRecord record) {
        Group group = group(record.groupId(), record.owner(), record.inviteAt());
        LegState leg = LegState.of(record, group);
        legs.put(leg.id, leg);
        group.legs.add(leg);
        group.openLegs += leg.over() ? 0 : 1;
    }

    private void add(TransferRecord record) {
        Group group = group(record.groupId(), record.owner(), record.requestedAt());
        transfers.put(record.transferId(), new TransferState(record, group));
        group.transfers.add(record.transferId());
        group.openTransfers += record.complete() ? 0 : 1;
    }

    private void add(SegmentRecord record) {
        LegState x = legs.get(record.legX());
        LegState y = legs.get(record.legY());
        Instant known = record.endAt() == null ? record.startAt() : record.endAt();
        known(x, known);
        known(y, known);
        if (x != null) {
            x.segments = Math.max(x.segments, number(record));
        }
        if (record.endAt() == null && x != null && y != null) {
            var open =
                    new OpenSegment(
                            record.segmentId(),
                            x,
                            y,
                            record.kind(),
                            record.because(),
                            record.startAt());
            together(x, y, open);
            together(y, x, open);
        }
    }

    private static void known(@Nullable LegState leg, Instant at) {
        if (leg != null && at.isAfter(leg.last)) {
            leg.last = at;
        }
    }

    private static void together(LegState leg, LegState peer, OpenSegment open) {
        leg.peer = peer;
        leg.because = open.because();
        leg.held = open.kind() == SegmentRecord.Kind.HOLD;
        leg.segment = open;
    }

    /// Which one of its leg's it is, from 1; 0 for one that a restart has made.
    private static int number(SegmentRecord record) {
        String end = record.segmentId().substring(record.segmentId().lastIndexOf('-') + 1);
        return end.chars().allMatch(c -> c >= '0' && c <= '9') && !end.isEmpty()
                ? Integer.parseInt(end)
                : 0;
    }

    /// A leg that talks to nobody is alone since it talked last.
    private static void cover(LegState leg) {
        if (leg.talking() && leg.segment == null) {
            leg.segments++;
            leg.segment =
                    new OpenSegment(
                            leg.id + '-' + leg.segments,
                            leg,
                            null,
                            SegmentRecord.Kind.NONE,
                            "",
                            leg.last);
        }
    }
}
