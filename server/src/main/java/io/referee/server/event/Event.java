package io.referee.server.event;

import java.time.Instant;

/// A fact with its envelope (`docs/events.md`). An id that does not apply is the empty string.
///
/// @param seq grows by one within the owner's stream
/// @param owner the user whose stream it is in; empty: the administrator's
public record Event(
        long seq, Instant at, String owner, String call, String chain, String leg, Fact fact) {}
