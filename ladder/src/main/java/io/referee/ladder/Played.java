package io.referee.ladder;

import java.util.List;

/// A ladder that held: what happened, and the datagrams that were sent. Immutable.
public record Played(List<Happening> happenings, List<Happening.Sent> datagrams, String drawing) {
    public Played {
        happenings = List.copyOf(happenings);
        datagrams = List.copyOf(datagrams);
    }
}
