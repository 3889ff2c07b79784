package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Ends what was open when the server died. Pure.
public final class Restart {
    private Restart() {}

    /// The final versions of the open records, to be saved at start before the first call.
    ///
    /// @param open what [RecordStore#open] found: open records, and all segments of open legs
    /// @param lastSeen when the server is known to have lived last; nothing ends before it began
    public static List<Cdr> close(List<Cdr> open, Instant lastSeen) {
        Map<String, Instant> coveredUntil = new HashMap<>();
        for (Cdr record : open) {
            if (record instanceof SegmentRecord segment) {
                Instant until =
                        segment.endAt() == null
                                ? later(segment.startAt(), lastSeen)
                                : segment.endAt();
                coveredUntil.merge(segment.legX(), until, Restart::later);
                coveredUntil.merge(segment.legY(), until, Restart::later);
            }
        }
        List<Cdr> closed = new ArrayList<>();
        Map<String, Instant> groupEnd = new HashMap<>();
        for (Cdr record : open) {
            switch (record) {
                case LegRecord leg when !leg.complete() -> {
                    Instant end = end(leg, coveredUntil.get(leg.legId()), lastSeen);
                    groupEnd.merge(leg.groupId(), end, Restart::later);
                    closed.add(
                            leg.ended(end, 0, LegRecord.SERVER_RESTART, LegRecord.SERVER_RESTART));
                    fill(leg, coveredUntil.get(leg.legId()), end, closed);
                }
                case SegmentRecord segment when !segment.complete() ->
                        closed.add(segment.ended(later(segment.startAt(), lastSeen)));
                case TransferRecord transfer when !transfer.complete() ->
                        closed.add(transfer.lost(later(transfer.requestedAt(), lastSeen)));
                case CallRecord _, GroupLink _, LegRecord _, SegmentRecord _, TransferRecord _ -> {}
            }
        }
        for (Cdr record : open) {
            if (record instanceof CallRecord call && !call.complete()) {
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
