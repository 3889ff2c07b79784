package io.referee.server.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsBinaryMessageContext;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.javalin.websocket.WsMessageContext;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// SIP over WebSocket at `/sip` (RFC 7118): lets browsers in and passes whole messages on. *Any
/// thread.*
final class SipSockets {
    static final String PATH = "/sip";

    /// The subprotocol (RFC 7118 §4).
    static final String PROTOCOL = "sip";

    /// A message on a WebSocket is at most as long as one on any other transport.
    static final int MESSAGE_OCTETS_AT_MOST = 65_535;

    private static final String UPGRADED = "sip";

    /// Below the 30 s after which an idle WebSocket ends.
    private static final long PING_SECONDS = 20;

    private final SipRoute route;
    private final ConcurrentHashMap<String, Open> open = new ConcurrentHashMap<>();

    SipSockets(SipRoute route) {
        this.route = route;
    }

    private record Open(SipBrowser browser, SipDoor.Line line) {}

    void register(RoutesConfig routes) {
        routes.get(PATH, SipSockets::refusePlain);
        routes.wsBeforeUpgrade(PATH, this::admit);
        routes.ws(PATH, this::socket);
    }

    private static void refusePlain(Context context) {
        throw new Problem(426, "websocket-only", "SIP is spoken here over WebSocket only.");
    }

    /// The first subprotocol must be ours: the HTTP server agrees on the first one.
    private void admit(Context context) {
        if (route.door().isEmpty()) {
            throw Problem.notFound("such address; sip.webSocket is off");
        }
        String asked = Optional.ofNullable(context.header("Sec-WebSocket-Protocol")).orElse("");
        int comma = asked.indexOf(',');
        String first = comma < 0 ? asked : asked.substring(0, comma);
        if (!first.strip().equals(PROTOCOL)) {
            throw Problem.badRequest("The WebSocket subprotocol must be " + PROTOCOL + '.');
        }
        String origin = Optional.ofNullable(context.header("Origin")).orElse("");
        if (!mayConnect(origin.toLowerCase(Locale.ROOT))) {
            throw Problem.forbidden("Pages of " + origin + " may not connect; see sip.webSocket.");
        }
        context.attribute(UPGRADED, SipBrowser.Upgraded.of(context));
    }

    /// Only browsers say an origin, and what is no browser can say what it likes: a rule for pages
    /// is no protection from others, whom the digest keeps out.
    private boolean mayConnect(String origin) {
        return origin.isEmpty() || route.origins().isEmpty() || route.origins().contains(origin);
    }

    private void socket(WsConfig config) {
        config.onConnect(this::connected);
        config.onMessage(this::text);
        config.onBinaryMessage(this::binary);
        config.onClose(this::gone);
        config.onError(this::gone);
    }

    private void connected(WsContext context) {
        SipBrowser.Upgraded upgraded = context.attribute(UPGRADED);
        SipBrowser browser = new SipBrowser(context.session, Objects.requireNonNull(upgraded));
        context.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
        try {
            open.put(
                    context.sessionId(),
                    new Open(browser, route.door().orElseThrow().open(browser)));
        } catch (EngineDoor.Busy e) {
            browser.close();
        }
    }

    private void text(WsMessageContext context) {
        received(context, context.message().getBytes(StandardCharsets.UTF_8));
    }

    private void binary(WsBinaryMessageContext context) {
        byte[] octets = new byte[context.data().remaining()];
        context.data().get(octets);
        received(context, octets);
    }

    private void received(WsContext context, byte[] octets) {
        Open one = open.get(context.sessionId());
        if (one == null) {
            return;
        }
        try {
            one.line().received(octets);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            one.browser().close();
        }
    }

    private void gone(WsContext context) {
        context.disableAutomaticPings();
        Open one = open.remove(context.sessionId());
        if (one != null) {
            one.line().closed();
        }
    }

    /// Ends all of them.
    void close() {
        open.values().forEach(one -> one.browser().close());
    }
}
