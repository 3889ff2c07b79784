package io.referee.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.referee.server.event.EventStream;
import io.referee.server.event.TraceBook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The event stream over WebSocket and server-sent events. *Any thread.*
final class EventDoors {
    static final String PATH = "/api/v1/events";

    /// Close code of a WebSocket that found no place any more (RFC 6455 §7.4, as registered).
    static final int TRY_AGAIN_LATER = 1013;

    private static final String ASKED = "asked";

    private final EventStream events;
    private final Wording plain = new Wording.Native();
    private final Wording opensips;
    private final Guards guards;
    private final ConcurrentHashMap<Feed, Keys.Held> feeds = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Seated> sockets = new ConcurrentHashMap<>();
    private final ReaderPlaces places = new ReaderPlaces();
    private volatile boolean closed;

    EventDoors(EventStream events, TraceBook traces, Guards guards) {
        this.events = events;
        this.opensips = new Wording.Opensips(traces);
        this.guards = guards;
    }

    /// A request for events, checked.
    private record Wish(Keys.Held held, long since, Wording wording) {
        Caller caller() {
            return held.caller();
        }
    }

    /// A WebSocket that has a place.
    private record Seated(SocketFeed feed, Caller caller) {}

    void register(RoutesConfig routes) {
        routes.get(PATH, this::stream);
        routes.head(PATH, this::head);
        routes.wsBeforeUpgrade(PATH, context -> context.attribute(ASKED, admitted(context)));
        routes.ws(PATH, this::socket);
    }

    private Wish admitted(Context context) {
        Asked asked = guards.admit(context, Door.Access.KEY);
        asked.knowing(List.of("since", "format"));
        String format = asked.query("format").orElse("native");
        Wording wording =
                switch (format) {
                    case "native" -> plain;
                    case "opensips" -> opensips;
                    default ->
                            throw Problem.badRequest(
                                    "The parameter format must be native or opensips.");
                };
        if (closed) {
            throw new Problem(503, "busy", "The server is closing.");
        }
        places.require(asked.caller());
        return new Wish(guards.held(asked), since(asked), wording);
    }

    /// The number of the last event that the reader knows.
    private long since(Asked asked) {
        Optional<String> since = asked.query("since").or(() -> asked.header("Last-Event-ID"));
        if (since.isEmpty()) {
            return events.latest(asked.caller().owner());
        }
        long number = Asked.digits(since.get());
        if (number < 0) {
            throw Problem.badRequest("The parameter since must be the number of an event.");
        }
        return number;
    }

    // ---- server-sent events

    /// What GET says before the first event.
    private void head(Context context) {
        admitted(context);
        requireStream(context);
        context.contentType("text/event-stream");
    }

    private static void requireStream(Context context) {
        if (!Optional.ofNullable(context.header("Accept"))
                .orElse("")
                .contains("text/event-stream")) {
            throw new Problem(
                    406,
                    "not-acceptable",
                    "Events come over WebSocket, or with Accept: text/event-stream.");
        }
    }

    private void stream(Context context) throws IOException {
        Wish wish = admitted(context);
        requireStream(context);
        places.take(wish.caller());
        try {
            stream(context, wish);
        } finally {
            places.leave(wish.caller());
        }
    }

    private void stream(Context context, Wish wish) throws IOException {
        context.res().setStatus(200);
        context.res().setContentType("text/event-stream");
        context.res().setCharacterEncoding(StandardCharsets.UTF_8.name());
        context.res().setHeader("Cache-Control", "no-store");
        context.res().setHeader("X-Accel-Buffering", "no");
        context.res().flushBuffer();
        run(new StreamFeed(context.res().getOutputStream(), wish.wording()), wish);
    }

    /// Feeds until the reader is gone, cut off or the server closes.
    private void run(StreamFeed feed, Wish wish) {
        begin(feed, wish);
        try {
            feed.beatUntilOver();
        } finally {
            end(feed);
        }
    }

    private void begin(Feed feed, Wish wish) {
        feeds.put(feed, wish.held());
        lookAt(feed, wish.held());
        if (!feed.isOver()) {
            feed.begin(events, wish.caller().owner(), wish.since());
        }
        if (closed) {
            feed.close();
        }
    }

    /// The directory is another one: who reads by a key that is nobody's any more reads no longer.
    void directoryChanged() {
        feeds.forEach(this::lookAt);
    }

    /// A key may be taken back between the request and the first event: then there is none.
    private void lookAt(Feed feed, Keys.Held held) {
        if (!guards.stands(held)) {
            feed.revoke();
        }
    }

    private void end(Feed feed) {
        feed.close();
        feeds.remove(feed);
    }

    // ---- WebSocket

    private void socket(WsConfig config) {
        config.onConnect(this::connected);
        config.onClose(this::gone);
        config.onError(this::gone);
    }

    private void connected(WsContext context) {
        Wish wish = context.attribute(ASKED);
        if (wish == null) {
            throw new IllegalStateException("a WebSocket was opened without being admitted");
        }
        try {
            places.take(wish.caller());
        } catch (Problem full) { // they came at the same moment, and another one was quicker
            context.closeSession(TRY_AGAIN_LATER, String.valueOf(full.getMessage()));
            return;
        }
        SocketFeed feed = new SocketFeed(context.session, wish.wording());
        sockets.put(context.sessionId(), new Seated(feed, wish.caller()));
        context.enableAutomaticPings(Feed.BEAT.toSeconds(), TimeUnit.SECONDS);
        begin(feed, wish);
    }

    private void gone(WsContext context) {
        context.disableAutomaticPings();
        Seated feed = sockets.remove(context.sessionId());
        if (feed != null) {
            end(feed.feed());
            places.leave(feed.caller());
        }
    }

    /// Ends all readers.
    void close() {
        closed = true;
        feeds.keySet().forEach(Feed::close);
    }
}
