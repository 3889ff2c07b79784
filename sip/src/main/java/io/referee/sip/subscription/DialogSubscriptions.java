package io.referee.sip.subscription;

import io.referee.sip.header.Event;
import io.referee.sip.message.Request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The subscriptions that share one dialog, told apart by their Event (RFC 6665 §4.5.1). *Engine
/// thread only.*
///
/// @param <T> what is kept for each
public final class DialogSubscriptions<T> {
    /// Most subscriptions of one dialog; one more is refused by [#add].
    public static final int MAX_SUBSCRIPTIONS = 32;

    /// Whom a NOTIFY or SUBSCRIBE of the peer finds.
    public sealed interface Finding<T> {
        /// This one.
        record Found<T>(T subscription) implements Finding<T> {}

        /// None; `status` is the answer: 481 for an unknown one (RFC 6665 §4.1.3), 489 for a
        /// package that nobody subscribed to, or no package at all (§8.3.2).
        record Refused<T>(int status) implements Finding<T> {}
    }

    private record Entry<T>(Event event, T subscription) {}

    private final List<Entry<T>> entries = new ArrayList<>(1);

    /// Keeps one more, instead of one with the same Event.
    ///
    /// @return whether there was room
    public boolean add(Event event, T subscription) {
        remove(event);
        return entries.size() < MAX_SUBSCRIPTIONS && entries.add(new Entry<>(event, subscription));
    }

    /// Forgets one.
    public void remove(Event event) {
        entries.removeIf(entry -> entry.event().matches(event));
    }

    /// How many there are.
    public int size() {
        return entries.size();
    }

    /// Which one a request of the peer means.
    public Finding<T> find(Request request) {
        Optional<Event> named = ReferEvents.of(request);
        if (named.isEmpty()) {
            return new Finding.Refused<>(489);
        }
        boolean known = false;
        for (Entry<T> entry : entries) {
            if (entry.event().matches(named.get())) {
                return new Finding.Found<>(entry.subscription());
            }
            known |= entry.event().isOf(named.get().type());
        }
        return new Finding.Refused<>(known ? 481 : 489);
    }
}
