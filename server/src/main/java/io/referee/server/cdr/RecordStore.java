package io.referee.server.cdr;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where the records are kept.
public interface RecordStore {

    /// Takes new versions of records, to be stored soon and together. *Engine thread*; never
    /// blocks. The list is the caller's and changes after the call.
    void save(List<Cdr> batch);

    /// Legs as flat rows, those of the newest group first. An empty owner means everybody's. May
    /// block: not for the engine.
    ///
    /// @param since only groups that began at this time or later
    List<FlatRecord> flat(String owner, long offset, int count, Instant since);

    /// How many rows [#flat] has since ever. An empty owner means everybody's. May block: not for
    /// the engine.
    long legs(String owner);

    /// All records of a group and of those merged with it. May block: not for the engine.
    Optional<Chain> chain(String groupId);

    /// What was open when the server stopped, for [Restart]. May block: called at start only.
    List<Cdr> open();

    /// The last time at which the server is known to have lived, for [Restart]; `EPOCH` when it
    /// never did.
    Instant lastSeen();
}
