package io.referee.server.event;

import java.time.Instant;

/// Where the engine reports what happened. *Engine thread only*; never blocks.
public interface EventSink {

    /// Adds a fact to the owner's stream. Ids that do not apply are empty strings.
    void publish(Instant at, String owner, String call, String chain, String leg, Fact fact);
}
