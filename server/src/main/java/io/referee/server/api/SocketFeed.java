package io.referee.server.api;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Events on a WebSocket, one text message each.
final class SocketFeed extends Feed {
    /// Close code when a reader was cut off (RFC 6455 §7.4.2, private use); the reason says its
    /// last number.
    static final int CUT_OFF_CODE = 4000;

    /// Close code when the reader's key was taken back: policy violation (RFC 6455 §7.4.1).
    static final int REVOKED_CODE = 1008;

    private static final int GOING_AWAY = 1001;

    /// A message that the peer does not take within this time ends the connection.
    private static final long SEND_SECONDS = 30;

    /// How long a closing server waits for its farewell to be sent.
    private static final long CLOSE_SECONDS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(SocketFeed.class);

    private final Session session;

    SocketFeed(Session session, Wording wording) {
        super(wording);
        this.session = session;
    }

    @Override
    void send(EventText event) throws IOException {
        send(event.json());
    }

    @Override
    void send(long seq, String name, String json) throws IOException {
        send(json);
    }

    /// Each was sent at once.
    @Override
    void flush() {}

    private void send(String json) throws IOException {
        Callback.Completable sent = new Callback.Completable();
        session.sendText(json, sent);
        try {
            sent.get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the peer is gone", e);
        } catch (TimeoutException e) {
            session.disconnect();
            throw new IOException("the peer takes nothing", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    void cut(long lastSeq) {
        session.close(CUT_OFF_CODE, "cut off, last seq " + lastSeq, Callback.NOOP);
    }

    @Override
    void revoke() {
        super.close();
        session.close(REVOKED_CODE, "the key is not valid any more", Callback.NOOP);
    }

    @Override
    void close() {
        super.close();
        if (session.isOpen()) {
            Callback.Completable said = new Callback.Completable();
            session.close(GOING_AWAY, "", said);
            waitFor(said);
        }
    }

    /// The server stops next: what is not on the wire by then is never said.
    private static void waitFor(Callback.Completable said) {
        try {
            said.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("a reader was not told that the server closes", e);
        }
    }
}
