package io.referee.server.api;

import io.referee.server.event.Event;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// What readers are told of an event, as text and as octets. *Any thread*: whoever needs the octets
/// first makes them, and two who do so at once make the same.
final class EventText {
    private final Event of;
    private final String json;
    private volatile byte @Nullable [] octets;

    EventText(Event of, String json) {
        this.of = of;
        this.json = json;
    }

    Event of() {
        return of;
    }

    String json() {
        return json;
    }

    /// In UTF-8; shared, not to be changed.
    byte[] octets() {
        byte[] made = octets;
        if (made == null) {
            made = json.getBytes(StandardCharsets.UTF_8);
            octets = made;
        }
        return made;
    }
}
