package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Ends what was open when the server died. Pure.
public final class Restart {
    private Restart() {}

    /// The final versions of the open records, to be saved at start before the first call.
    ///
    /// @param open what [RecordStore#open] found: open records, and all segments of open legs
    /// @param lastSeen when the server is known to have lived last; nothing ends before it began
    public static List<Cdr> close(List<Cdr> open, Instant lastSeen) {
        return close(open, lastSeen, Set.of());
    }

    /// The same, where some legs go on: their records stay open, and so does what two of them say
    /// to each other.
    ///
    /// @param alive ids of legs
    public static List<Cdr> close(List<Cdr> open, Instant lastSeen, Set<String> alive) {
        Map<String, Instant> coveredUntil = covered(open, lastSeen);
        List<Cdr> closed = new ArrayList<>();
        Map<String, Instant> groupEnd = new HashMap<>();
        Set<String> groups = groups(open, alive);
        for (Cdr record : open) {
            switch (record) {
                case LegRecord leg when !leg.complete() && !alive.contains(leg.legId()) -> {
                    Instant end = end(leg, coveredUntil.get(leg.legId()), lastSeen);
                    groupEnd.merge(leg.groupId(), end, Restart::later);
                    closed.add(
                            leg.ended(end, 0, LegRecord.SERVER_RESTART, LegRecord.SERVER_RESTART));
                    fill(leg, coveredUntil.get(leg.legId()), end, closed);
                }
                case SegmentRecord segment when !segment.complete() && !goesOn(segment, alive) ->
                        closed.add(segment.ended(later(segment.startAt(), lastSeen)));
                case TransferRecord transfer when !transfer.complete() ->
                        closed.add(transfer.lost(later(transfer.requestedAt(), lastSeen)));
                case CallRecord _, GroupLink _, LegRecord _, SegmentRecord _, TransferRecord _ -> {}
            }
        }
        for (Cdr record : open) {
            if (record instanceof CallRecord call
                    && !call.complete()
                    && !groups.contains(call.groupId())) {
                Instant end =
                        groupEnd.getOrDefault(call.groupId(), later(call.startAt(), lastSeen));
                closed.add(
                        new CallRecord(
                                call.groupId(),
                                call.owner(),
                                call.from(),
                                call.to(),
                                call.startAt(),
                                end));
            }
        }
        return closed;
    }

    private static Map<String, Instant> covered(List<Cdr> open, Instant lastSeen) {
        Map<String, Instant> until = new HashMap<>();
        for (Cdr record : open) {
            if (record instanceof SegmentRecord segment) {
                Instant end =
                        segment.endAt() == null
                                ? later(segment.startAt(), lastSeen)
                                : segment.endAt();
                until.merge(segment.legX(), end, Restart::later);
                until.merge(segment.legY(), end, Restart::later);
            }
        }
        return until;
    }

    private static boolean goesOn(SegmentRecord segment, Set<String> alive) {
        return alive.contains(segment.legX())
                && (segment.legY().isEmpty() || alive.contains(segment.legY()));
    }

    /// Two legs of different groups that a transfer has joined talk in the group of the first.
    private static boolean talks(Cdr record, Set<String> alive) {
        return record instanceof SegmentRecord segment
                && (alive.contains(segment.legX()) || alive.contains(segment.legY()));
    }

    /// The groups that have such a leg.
    private static Set<String> groups(List<Cdr> open, Set<String> alive) {
        Set<String> groups = new HashSet<>();
        for (Cdr record : open) {
            if (record instanceof LegRecord leg && alive.contains(leg.legId())) {
                groups.add(leg.groupId());
            }
        }
        return groups;
    }

    /// What [RecordKeeper#resume] has to know: the records of groups that go on, each in its latest
    /// version.
    public static List<Cdr> left(List<Cdr> open, List<Cdr> closed, Set<String> alive) {
        Set<String> groups = groups(open, alive);
        Map<String, Cdr> latest = new LinkedHashMap<>();
        for (List<Cdr> some : List.of(open, closed)) {
            for (Cdr record : some) {
                if (groups.contains(record.groupId()) || talks(record, alive)) {
                    latest.put(record.getClass().getSimpleName() + ' ' + record.key(), record);
                }
            }
        }
        return List.copyOf(latest.values());
    }

    /// The legs whose end is on record.
    public static Set<String> over(List<Cdr> records) {
        Set<String> over = new HashSet<>();
        for (Cdr record : records) {
            if (record instanceof LegRecord leg && leg.complete()) {
                over.add(leg.legId());
            }
        }
        return over;
    }

    private static Instant end(LegRecord leg, @Nullable Instant covered, Instant lastSeen) {
        Instant end = later(leg.inviteAt(), lastSeen);
        end = leg.answerAt() == null ? end : later(end, leg.answerAt());
        return covered == null ? end : later(end, covered);
    }

    /// What was not stored in time is put down as time alone, so that an answered leg stays
    /// covered.
    private static void fill(
            LegRecord leg, @Nullable Instant covered, Instant end, List<Cdr> closed) {
        if (leg.answerAt() == null) {
            return;
        }
        Instant from = covered == null ? leg.answerAt() : covered;
        if (from.isBefore(end)) {
            closed.add(
                    new SegmentRecord(
                            leg.legId() + "-restart",
                            leg.groupId(),
                            leg.owner(),
                            leg.legId(),
                            "",
                            SegmentRecord.Kind.NONE,
                            "",
                            from,
                            end));
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
