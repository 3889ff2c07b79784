package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A WebSocket as a browser phone has one: sends text and keeps what comes.
final class SipBrowserClient implements WebSocket.Listener {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket socket;

    SipBrowserClient(HttpClient http, URI at) {
        socket = http.newWebSocketBuilder().subprotocols("sip").buildAsync(at, this).join();
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    String next() throws InterruptedException {
        String one = received.poll(60, TimeUnit.SECONDS);
        assertThat(one).as("nothing came").isNotNull();
        return one;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        parts.append(data);
        if (last) {
            received.add(parts.toString());
            parts.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return null;
    }
}
