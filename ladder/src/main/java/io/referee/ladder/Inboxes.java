package io.referee.ladder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What arrived at each leg and was not yet taken by a line of the ladder. One thread only.
public final class Inboxes<M> {
    private final VirtualTime time;
    private final Map<String, List<Arrival<M>>> waiting = new LinkedHashMap<>();
    private int delivered;

    /// Empty inboxes; arrivals are stamped with the given time.
    public Inboxes(VirtualTime time) {
        this.time = time;
    }

    /// Puts a message into the inbox of a leg. To be called by the stage once per message that the
    /// party of the leg would notice: retransmissions that it absorbs are not delivered.
    public void deliver(String leg, M message) {
        waiting.computeIfAbsent(leg, _ -> new ArrayList<>())
                .add(new Arrival<>(delivered++, leg, time.elapsed(), message));
    }

    /// What waits at the leg, oldest first.
    public List<Arrival<M>> waiting(String leg) {
        return List.copyOf(waiting.getOrDefault(leg, List.of()));
    }

    /// What waits at any leg, oldest first.
    public List<Arrival<M>> waiting() {
        return waiting.values().stream()
                .flatMap(List::stream)
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .toList();
    }

    /// How many messages were delivered so far, over all legs.
    public int delivered() {
        return delivered;
    }

    void take(Arrival<M> arrival) {
        List<Arrival<M>> inbox = waiting.getOrDefault(arrival.leg(), List.of());
        inbox.removeIf(a -> a.number() == arrival.number());
    }
}
