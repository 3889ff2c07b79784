package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.event.DialPlanFact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Who reads whose events over a WebSocket: each sees all that is his, in order, and a marker at
/// the end of it, so that what is not there in between was not sent.
@Timeout(60)
class EventIsolationTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final LiveApi live = new LiveApi();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        live.close();
        client.shutdownNow();
    }

    private void happens(String owner, String text) {
        live.publish(owner, new DialPlanFact.Step("plan", text));
    }

    /// The text of each message.
    private static final class Reader implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        JsonNode next() throws InterruptedException {
            String message = messages.poll(20, TimeUnit.SECONDS);
            assertThat(message).as("a message").isNotNull();
            return JSON.readTree(message);
        }

        String text() throws InterruptedException {
            return next().path("data").path("text").asString();
        }
    }

    private Reader reader(String query, String key) {
        Reader reader = new Reader();
        String address = "ws://127.0.0.1:" + live.address.getPort() + "/api/v1/events" + query;
        client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + key)
                .buildAsync(URI.create(address), reader)
                .join();
        return reader;
    }

    private void refused(String query, String key, int status) {
        assertThatThrownBy(() -> reader(query, key))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(status));
    }

    @Test
    void eachOwnerSeesHisOwnEventsOnlyWhetherTheyWereBeforeOrComeNow() throws Exception {
        happens("berta", "hers before");
        happens("aaron", "his before");
        happens("berta", "hers, too");
        Reader his = reader("?since=0", LiveApi.AARON);
        Reader hers = reader("?since=0", LiveApi.BERTA);
        assertThat(his.text()).isEqualTo("his before");
        assertThat(hers.text()).isEqualTo("hers before");
        assertThat(hers.text()).isEqualTo("hers, too");
        happens("berta", "hers now");
        happens("aaron", "his now");
        happens("berta", "hers at the end");

        assertThat(his.text()).isEqualTo("his now");
        assertThat(hers.text()).isEqualTo("hers now");
        assertThat(hers.text()).isEqualTo("hers at the end");
        assertThat(his.messages).isEmpty();
    }

    /// So that nobody can count what happens to others.
    @Test
    void eachOwnerHasNumbersOfHisOwn() throws Exception {
        happens("aaron", "his");
        happens("aaron", "his, too");
        happens("berta", "hers");

        assertThat(reader("?since=0", LiveApi.BERTA).next().path("seq").asLong()).isEqualTo(1);
    }

    /// His own is what belongs to nobody.
    @Test
    void theAdministratorSeesHisOwnOrThoseOfTheOwnerThatHeNames() throws Exception {
        happens("aaron", "his");
        happens("", "nobody's");
        happens("berta", "hers");
        Reader own = reader("?since=0", LiveApi.ADMIN);
        Reader ofBerta = reader("?since=0&owner=berta", LiveApi.ADMIN);

        assertThat(own.text()).isEqualTo("nobody's");
        assertThat(ofBerta.text()).isEqualTo("hers");
        happens("aaron", "his, later");
        happens("berta", "hers, later");
        happens("", "nobody's, later");
        assertThat(own.text()).isEqualTo("nobody's, later");
        assertThat(ofBerta.text()).isEqualTo("hers, later");
    }

    @Test
    void whoNamesAnotherOwnerIsRefused() {
        refused("?owner=aaron", LiveApi.BERTA, 403);
        refused("?owner=berta", LiveApi.AARON, 403);
        refused("?since=0&owner=aaron", "k-wrong", 401);
    }

    /// A call of aaron's, with its messages.
    @Test
    void aCallIsToldToItsOwnerAlone() throws Exception {
        Reader hers = reader("?since=0", LiveApi.BERTA);
        Reader his = reader("?since=0", LiveApi.AARON);
        String call = live.talking("<sip:guest@elsewhere.example>", "bob");
        happens("berta", "the end");

        assertThat(his.next().path("call").asString()).isEqualTo(call);
        assertThat(hers.text()).isEqualTo("the end");
    }
}
