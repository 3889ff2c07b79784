package io.referee.server.app;

import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;

import java.time.Instant;

/// Passes events on; what was told before a restart already goes to whoever begins anew, and to
/// nobody else. *Engine thread only.*
final class Retelling implements EventSink {
    private final EventSink usual;
    private EventSink now;

    Retelling(EventSink usual) {
        this.usual = usual;
        this.now = usual;
    }

    /// All that is published by `story` goes to `to` alone.
    void tell(EventSink to, Runnable story) {
        now = to;
        try {
            story.run();
        } finally {
            now = usual;
        }
    }

    @Override
    public void publish(
            Instant at, String owner, String call, String chain, String leg, Fact fact) {
        now.publish(at, owner, call, chain, leg, fact);
    }
}
