package io.referee.server.watch;

import io.referee.sip.header.Event;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MediaType;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.subscription.ReferEvents;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a SUBSCRIBE for dialogs asks for. *Immutable.*
sealed interface WatchRequest {
    /// A subscription may not be shorter than this, unless it is none.
    Duration SHORTEST = Duration.ofSeconds(60);

    /// How long it lasts at most, and when nothing else is said (RFC 4235 §3.4).
    Duration LONGEST = Duration.ofHours(1);

    /// It can be served.
    ///
    /// @param lifetime zero to be told once
    record Readable(Event event, Duration lifetime) implements WatchRequest {}

    /// It cannot.
    record Unacceptable(int status, String reason, List<Header> headers) implements WatchRequest {}

    static WatchRequest read(Request subscribe) {
        String expires =
                subscribe.value(HeaderName.EXPIRES).orElse(Long.toString(LONGEST.toSeconds()));
        long seconds = Numbers.parse(expires, -1);
        Optional<Event> event = ReferEvents.of(subscribe);
        if (event.isEmpty() || seconds < 0) {
            return new Unacceptable(400, "Bad Request", List.of());
        }
        if (!takes(subscribe)) {
            Header accept = Header.of(HeaderName.ACCEPT, DialogDocument.TYPE.text());
            return new Unacceptable(406, "Not Acceptable", List.of(accept));
        }
        if (seconds > 0 && seconds < SHORTEST.toSeconds()) {
            String least = Long.toString(SHORTEST.toSeconds());
            return new Unacceptable(
                    423, "Interval Too Brief", List.of(Header.of(HeaderName.MIN_EXPIRES, least)));
        }
        return new Readable(
                event.get(), Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds())));
    }

    /// Without Accept it is this package's own type (RFC 4235 §3.5).
    private static boolean takes(Request subscribe) {
        return subscribe.header(HeaderName.ACCEPT).isEmpty()
                || subscribe.values(HeaderName.ACCEPT).stream()
                        .map(MediaType::parse)
                        .flatMap(Optional::stream)
                        .anyMatch(range -> range.takes(DialogDocument.TYPE));
    }
}
