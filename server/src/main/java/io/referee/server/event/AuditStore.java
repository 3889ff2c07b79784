package io.referee.server.event;

import java.time.Instant;
import java.util.List;

/// Where the audit is kept.
public interface AuditStore {

    /// Takes a row, to be stored soon. *Engine thread*; never blocks.
    void save(AuditEntry entry);

    /// Rows, the latest first. May block: not for the engine.
    ///
    /// @param owner whose; empty: everybody's
    /// @param since only what happened at this time or later
    List<AuditEntry> newest(String owner, long offset, int count, Instant since);
}
