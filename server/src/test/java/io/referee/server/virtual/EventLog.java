package io.referee.server.virtual;

import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Keeps what is published.
public final class EventLog implements EventSink {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void publish(
            Instant at, String owner, String call, String chain, String leg, Fact fact) {
        lines.add(owner + ": " + fact);
    }

    /// Each fact as `owner: Fact[...]`, since the last time this was asked.
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }
}
