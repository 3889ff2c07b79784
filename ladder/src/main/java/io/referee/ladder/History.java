package io.referee.ladder;

import java.util.ArrayList;
import java.util.List;

/// All that happened in a run, in order. One thread only.
public final class History {
    private final VirtualTime time;
    private final List<Happening> happenings = new ArrayList<>();

    /// An empty history that is stamped with the given time.
    public History(VirtualTime time) {
        this.time = time;
    }

    /// Adds a line of text, e.g. that a timer fired.
    public void note(String text) {
        happenings.add(new Happening.Noted(time.elapsed(), text));
    }

    void sent(int index, Route route, DatagramFate fate) {
        happenings.add(new Happening.Sent(time.elapsed(), index, route, fate));
    }

    void streamed(Route route) {
        happenings.add(new Happening.Streamed(time.elapsed(), route));
    }

    /// Everything so far, oldest first.
    public List<Happening> happenings() {
        return List.copyOf(happenings);
    }

    /// The datagrams sent so far; the index in the list is the index of the datagram.
    public List<Happening.Sent> datagrams() {
        return happenings.stream()
                .filter(Happening.Sent.class::isInstance)
                .map(Happening.Sent.class::cast)
                .toList();
    }

    /// The history as an aligned ladder, one line per happening.
    public String drawing() {
        return new Drawing(happenings).text();
    }
}
