package io.referee.server.ladders;

import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Keeps the events of a run. One thread only.
final class Diary implements EventSink {
    private final List<String> lines = new ArrayList<>();
    private final Set<String> alive = new LinkedHashSet<>();

    @Override
    public void publish(Instant at, String owner, String call, String chain, String leg, Fact fact) {
        lines.add(leg + " " + fact);
        switch (fact) {
            case LegFact.Created _ -> alive.add(leg);
            case LegFact.Ended _ -> {
                if (!alive.remove(leg)) {
                    throw new AssertionError("leg " + leg + " ended twice, or never began: " + lines);
                }
            }
            default -> {}
        }
    }

    /// @throws AssertionError when a leg began and never ended
    void finish() {
        if (!alive.isEmpty()) {
            throw new AssertionError("legs without an end: " + alive + " in " + lines);
        }
    }
}
