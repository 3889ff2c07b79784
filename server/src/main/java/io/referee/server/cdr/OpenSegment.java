package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A segment that has begun. *Immutable*; shared by the two legs that it connects.
///
/// @param id made of the first leg's id and a count, so that it is the same however often it is
///   made
record OpenSegment(
        String id,
        LegState x,
        @Nullable LegState y,
        SegmentRecord.Kind kind,
        String because,
        Instant startAt) {

    /// The record of it; `endAt` null while it goes on.
    SegmentRecord record(@Nullable Instant endAt) {
        return new SegmentRecord(
                id,
                x.group.id,
                x.owner(),
                x.id,
                y == null ? "" : y.id,
                kind,
                because,
                startAt,
                endAt);
    }
}
