package io.referee.server.api;

import io.javalin.http.Context;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A browser on a WebSocket, as the engine sees it. *Any thread.*
final class SipBrowser implements SipDoor.Browser {
    /// A message that is not taken within this time ends the connection.
    private static final long SEND_SECONDS = 15;

    /// A farewell that is not taken within this time is left out.
    private static final long FAREWELL_SECONDS = 2;

    private static final int GOING_AWAY = 1001;

    private final Session session;
    private final Upgraded upgraded;

    /// What the HTTP request said that became the connection.
    ///
    /// @param behind who is behind the proxy that passed it on; empty without a proxy
    record Upgraded(SipDoor.Secrecy secrecy, Optional<InetAddress> behind) {
        static Upgraded of(Context context) {
            return new Upgraded(SipBrowser.secrecy(context), Forwarding.behind(context));
        }
    }

    SipBrowser(Session session, Upgraded upgraded) {
        this.session = session;
        this.upgraded = upgraded;
    }

    /// Under TLS, or behind a proxy on this machine that says that it ended the TLS.
    private static SipDoor.Secrecy secrecy(Context context) {
        boolean near = address(context.ip()).isLoopbackAddress();
        String scheme = near ? context.header("X-Forwarded-Proto") : null;
        boolean secure = context.req().isSecure() || "https".equals(scheme) || "wss".equals(scheme);
        return secure ? SipDoor.Secrecy.SECURE : SipDoor.Secrecy.PLAIN;
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.ofLiteral(literal);
        } catch (IllegalArgumentException e) {
            return InetAddress.ofLiteral("0.0.0.0");
        }
    }

    @Override
    public SipDoor.Secrecy secrecy() {
        return upgraded.secrecy();
    }

    /// With the port of the proxy, when there is one: nobody knows that of who is behind it.
    @Override
    public InetSocketAddress peer() {
        InetSocketAddress peer = internet(session.getRemoteSocketAddress());
        return upgraded.behind()
                .map(address -> new InetSocketAddress(address, peer.getPort()))
                .orElse(peer);
    }

    @Override
    public InetSocketAddress local() {
        return internet(session.getLocalSocketAddress());
    }

    private static InetSocketAddress internet(SocketAddress address) {
        return address instanceof InetSocketAddress one
                ? one
                : new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
    }

    /// As text, which every browser phone reads; as binary when it is no UTF-8 (RFC 7118 §5.1).
    @Override
    public void send(byte[] message) throws IOException {
        Callback.Completable sent = new Callback.Completable();
        try {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            session.sendText(decoder.decode(ByteBuffer.wrap(message)).toString(), sent);
        } catch (CharacterCodingException e) {
            session.sendBinary(ByteBuffer.wrap(message), sent);
        }
        waitFor(sent);
    }

    private void waitFor(Callback.Completable sent) throws IOException {
        try {
            sent.get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the browser is gone", e);
        } catch (TimeoutException e) {
            throw new IOException("the browser takes nothing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Nobody waits for the farewell. A peer that does not read does not read it either, and one
    /// that goes on talking meanwhile would keep the connection alive: then it is cut.
    @Override
    public void close() {
        if (session.isOpen()) {
            Callback.Completable farewell = new Callback.Completable();
            farewell.orTimeout(FAREWELL_SECONDS, TimeUnit.SECONDS)
                    .whenComplete(
                            (done, failure) -> {
                                if (failure != null) {
                                    session.disconnect();
                                }
                            });
            session.close(GOING_AWAY, "", farewell);
        }
    }
}
