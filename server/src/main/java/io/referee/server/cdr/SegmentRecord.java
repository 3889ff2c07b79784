package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A stretch of an answered leg's life. The segments of a leg follow each other from its answer to
/// its end without hole and overlap; one between two legs counts for both.
///
/// @param legY the other leg; empty when `legX` was connected to nobody
/// @param because `dial` or the id of the transfer that connected them; empty for nobody
public record SegmentRecord(
        String segmentId,
        String groupId,
        String owner,
        String legX,
        String legY,
        Kind kind,
        String because,
        Instant startAt,
        @Nullable Instant endAt)
        implements Cdr {

    /// What the party hears.
    public enum Kind {
        /// the other party
        TALK,
        /// nothing, because one side holds
        HOLD,
        /// music, while it is on hold or alone
        MOH,
        /// ringing, while somebody is called for it
        RINGBACK,
        /// an application
        APP,
        /// nobody
        NONE
    }

    @Override
    public String key() {
        return segmentId;
    }

    @Override
    public boolean complete() {
        return endAt != null;
    }

    /// Whether this is a stretch of that leg's life.
    public boolean of(String legId) {
        return legX.equals(legId) || legY.equals(legId);
    }

    /// The other leg of the two; empty when there is none.
    public String otherThan(String legId) {
        return legX.equals(legId) ? legY : legX;
    }

    /// The same segment, ended.
    public SegmentRecord ended(Instant at) {
        return new SegmentRecord(segmentId, groupId, owner, legX, legY, kind, because, startAt, at);
    }
}
