package io.referee.server.cdr;

/// One row of the call records: what happened to a group of calls, a leg, two connected legs, or a
/// transfer, or how two groups belong together. *Immutable.* A later version of a row has the same
/// [#key] and replaces the earlier one.
public sealed interface Cdr
        permits CallRecord, GroupLink, LegRecord, SegmentRecord, TransferRecord {

    /// The id within its kind.
    String key();

    /// The group of calls that it belongs to: the chain of the event stream. Never changes.
    String groupId();

    /// The user whose record it is.
    String owner();

    /// Whether it is over and will not be brought up to date by what happens later.
    boolean complete();
}
