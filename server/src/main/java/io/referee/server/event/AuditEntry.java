package io.referee.server.event;

import java.time.Instant;

/// A row of the audit: somebody wanted what was not allowed, or was kept out. *Immutable.*
///
/// @param seq number of the event in the stream of its owner, by which the row is known
/// @param owner in whose stream it is; empty for the administrator's
/// @param type of the event: `security.refused`, `transfer.blocked` …
/// @param chain the chain of the call that it was about, or empty
/// @param source the address that it came from, without port; empty for somebody in a call
/// @param account whose account it was about, or whose somebody claimed it was; or empty
/// @param reason why it was refused, and what setting would allow it
/// @param count how many such happenings it stands for
public record AuditEntry(
        long seq,
        Instant at,
        String owner,
        String type,
        String chain,
        String source,
        String account,
        String reason,
        long count) {}
