package io.referee.ladder;

import java.util.List;

/// A ladder that held: what happened, and the datagrams that were sent. Immutable.
public record Played(List<Happening> happenings, List<Happening.Sent> datagrams) {
    public Played {
        happenings = List.copyOf(happenings);
        datagrams = List.copyOf(datagrams);
    }

    /// What happened as an aligned ladder, one line per happening. Drawn when asked for, since
    /// hardly anybody looks at a run that held.
    public String drawing() {
        return new Drawing(happenings).text();
    }
}
