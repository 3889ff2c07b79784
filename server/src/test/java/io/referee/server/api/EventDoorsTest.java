package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.DialPlanFact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class EventDoorsTest {
    private static final JsonMapper JSON = new JsonMapper();

    /// More than what sockets hold and a reader may lag behind together.
    private static final int FLOOD = 40_000;

    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        live.close();
        client.shutdownNow();
    }

    private void happens(String text) {
        live.publish("aaron", new DialPlanFact.Step("plan", text));
    }

    // ---- server-sent events

    /// A stream of server-sent events, read from a socket of a small buffer.
    private final class Stream implements AutoCloseable {
        final Socket socket = new Socket();
        final BufferedReader in;
        final String status;

        Stream(String query, String... headers) throws IOException {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", live.address.getPort()));
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            socket.getOutputStream()
                    .write(
                            ("GET /api/v1/events"
                                            + query
                                            + " HTTP/1.1\r\n"
                                            + "Host: x\r\n"
                                            + "Authorization: Bearer k-aaron\r\n"
                                            + "Accept: text/event-stream\r\nConnection: close\r\n"
                                            + more
                                            + "\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            status = in.readLine();
            String line = in.readLine();
            while (!line.isEmpty()) {
                line = in.readLine();
            }
        }

        /// The lines of the next message that is no heartbeat; empty at the end.
        List<String> next() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty() && !lines.isEmpty()) {
                    return lines;
                }
                if (line.startsWith("id:")
                        || line.startsWith("data:")
                        || line.startsWith("event:")) {
                    lines.add(line);
                }
            }
            return lines;
        }

        JsonNode event() throws IOException {
            return JSON.readTree(next().getLast().substring("data: ".length()));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void eventsComeAsTheyHappenInTheirEnvelope() throws IOException {
        happens("before");
        try (Stream stream = new Stream("")) {
            assertThat(stream.status).isEqualTo("HTTP/1.1 200 OK");
            happens("after");

            List<String> lines = stream.next();

            assertThat(lines.getFirst()).isEqualTo("id: 2");
            assertThat(lines.getLast())
                    .isEqualTo(
                            "data:"
                                + " {\"seq\":2,\"at\":\"2026-11-21T04:00:00.000Z\",\"type\":\"dialplan.step\","
                                + "\"call\":\"\",\"chain\":\"\",\"leg\":\"\",\"data\":"
                                    + JSON.writeValueAsString(
                                            new DialPlanFact.Step("plan", "after").data())
                                    + "}");
        }
    }

    @Test
    void aReaderResumesByParameterAndByHeader() throws IOException {
        happens("one");
        happens("two");
        happens("three");

        try (Stream stream = new Stream("?since=1")) {
            assertThat(stream.event().path("seq").asLong()).isEqualTo(2);
            assertThat(stream.event().path("seq").asLong()).isEqualTo(3);
        }
        try (Stream stream = new Stream("", "Last-Event-ID: 2")) {
            assertThat(stream.event().path("data").path("text").asString()).isEqualTo("three");
        }
    }

    @Test
    void whatIsNoLongerKeptIsToldAsAGap() throws IOException {
        happens("one");
        try (Stream stream = new Stream("?since=77")) {
            List<String> gap = stream.next();

            assertThat(gap.getFirst()).isEqualTo("event: gap");
            assertThat(gap.getLast())
                    .contains("\"type\":\"stream.gap\"", "\"since\":77", "\"oldest\":1");
            assertThat(stream.event().path("seq").asLong()).isEqualTo(1);
        }
    }

    @Test
    void aSlowReaderIsCutOffWithItsLastNumberAndResumes() throws IOException {
        long last = 1;
        try (Stream stream = new Stream("?since=0")) {
            happens("read before the flood, so that the reader is up to date when it begins");
            assertThat(stream.next().getFirst()).isEqualTo("id: 1");
            flood();
            List<String> message = stream.next();
            while (!message.isEmpty() && !message.getFirst().equals("event: cut-off")) {
                last++;
                assertThat(message.getFirst()).isEqualTo("id: " + last);
                message = stream.next();
            }
            assertThat(message).as("the reader is told").isNotEmpty();
            assertThat(last).isPositive().isLessThan(FLOOD);
            JsonNode notice = JSON.readTree(message.getLast().substring("data: ".length()));
            assertThat(notice.path("data").path("lastSeq").asLong()).isEqualTo(last);
            assertThat(stream.next()).as("then the answer ends").isEmpty();
        }
        try (Stream stream = new Stream("?since=" + FLOOD)) {
            assertThat(stream.event().path("seq").asLong()).isEqualTo(FLOOD + 1);
        }
    }

    private void flood() {
        String text = "x".repeat(2_000);
        for (int i = 0; i < FLOOD; i++) {
            happens(text);
        }
    }

    @Test
    void anOwnerReadsHisOwnStreamOnly() throws IOException {
        live.publish("berta", new DialPlanFact.Step("plan", "hers"));
        happens("his");

        try (Stream stream = new Stream("?since=0")) {
            assertThat(stream.event().path("data").path("text").asString()).isEqualTo("his");
        }
    }

    @Test
    void aServerThatClosesEndsTheStream() throws IOException {
        try (Stream stream = new Stream("")) {
            live.api.close();

            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    @Timeout(10)
    void aReaderThatTakesNothingDoesNotDelayTheEnd() throws IOException {
        try (Stream stream = new Stream("")) {
            assertThat(stream.status).contains("200");
            flood();

            live.api.close();
        }
    }

    @Test
    void aWrongWishIsExplained() {
        Client sse = http.key(LiveApi.AARON).with("Accept", "text/event-stream");

        assertThat(sse.get("/api/v1/events?since=-1").status()).isEqualTo(400);
        assertThat(sse.get("/api/v1/events?since=x").message()).contains("since");
        assertThat(sse.get("/api/v1/events?format=x").status()).isEqualTo(400);
    }

    @Test
    void inTheWordsOfOpenSipsOnlyTransfersAndHoldsAreToldAsNotifications() throws IOException {
        String call = live.talking("<sip:guest@elsewhere.example>", "bob");
        String bob =
                http.key(LiveApi.AARON)
                        .get("/api/v1/calls/" + call)
                        .json()
                        .path("legs")
                        .get(1)
                        .path("leg")
                        .asString();
        try (Stream stream = new Stream("?format=opensips")) {
            happens("of no interest");
            http.key(LiveApi.AARON)
                    .post(
                            "/api/v1/calls/" + call + "/transfers",
                            "{\"leg\": \"" + bob + "\", \"to\": \"carol\"}");

            List<String> lines = stream.next();

            JsonNode start = JSON.readTree(lines.getLast().substring("data: ".length()));
            assertThat(lines.getFirst()).startsWith("id: ");
            assertThat(start.path("jsonrpc").asString()).isEqualTo("2.0");
            assertThat(start.path("method").asString()).isEqualTo("E_CALL_TRANSFER");
            assertThat(start.has("id")).isFalse();
            JsonNode told = start.path("params");
            assertThat(told.path("callid").asString()).isEqualTo(live.guestCallId());
            assertThat(told.path("leg").asString()).isEqualTo("caller");
            assertThat(told.path("transfer_callid").asString()).isNotEmpty();
            assertThat(told.path("destination").asString()).startsWith("sip:carol@");
            assertThat(told.path("state").asString()).isEqualTo("start");
            assertThat(stream.event().path("params").path("status").asString())
                    .isEqualTo("100 Trying");
            live.refuse();
            JsonNode fail = stream.event().path("params");
            assertThat(fail.path("state").asString()).isEqualTo("fail");
            assertThat(fail.path("status").asString()).isEqualTo("486 Busy Here");
        }
    }

    // ---- a key that is taken back

    private void aaronGetsAnotherKey() {
        Client.Got got =
                http.key(LiveApi.ADMIN).put("/api/v1/users/aaron", "{\"keys\": [\"k-other\"]}");
        assertThat(got.status()).as(got.body()).isEqualTo(200);
    }

    private void aaronIsDeleted() {
        Client.Got got = http.key(LiveApi.ADMIN).delete("/api/v1/users/aaron");
        assertThat(got.status()).as(got.body()).isEqualTo(200);
    }

    @Test
    void aStreamEndsWhenItsKeyIsReplaced() throws IOException {
        try (Stream stream = new Stream("")) {
            happens("one");
            assertThat(stream.event().path("seq").asLong()).isPositive();

            aaronGetsAnotherKey();
            happens("two");

            assertThat(stream.next()).isEmpty();
        }
        assertThat(new Stream("").status).contains("401");
    }

    @Test
    void aStreamEndsWhenItsUserIsDeleted() throws IOException {
        try (Stream stream = new Stream("")) {
            aaronIsDeleted();

            assertThat(stream.next()).isEmpty();
        }
    }

    @Test
    void aStreamGoesOnWhenAnotherKeyIsAdded() throws IOException {
        try (Stream stream = new Stream("")) {
            Client.Got got =
                    http.key(LiveApi.ADMIN)
                            .put("/api/v1/users/aaron", "{\"keys\": [\"k-aaron\", \"k-other\"]}");
            assertThat(got.status()).as(got.body()).isEqualTo(200);
            happens("on");

            assertThat(stream.event().path("data").path("text").asString()).isEqualTo("on");
        }
    }

    @Test
    void aWebSocketIsClosedWhenItsKeyIsReplaced() throws Exception {
        Listener listener = quick();
        open("", LiveApi.AARON, listener);

        aaronGetsAnotherKey();
        happens("unheard");

        assertThat(listener.closed.get(20, TimeUnit.SECONDS))
                .isEqualTo(SocketFeed.REVOKED_CODE + " the key is not valid any more");
        assertThat(listener.messages).isEmpty();
    }

    @Test
    void whoReadsForAnOwnerThatIsDeletedReadsNoLonger() throws Exception {
        Listener his = quick();
        Listener all = quick();
        open("?owner=aaron", LiveApi.ADMIN, his);
        open("", LiveApi.ADMIN, all);

        aaronIsDeleted();
        live.publish("", new DialPlanFact.Step("plan", "the administrator's"));

        assertThat(his.closed.get(20, TimeUnit.SECONDS)).startsWith("1008");
        assertThat(all.next().path("data").path("text").asString())
                .isEqualTo("the administrator's");
    }

    // ---- WebSocket

    /// A WebSocket that takes one message, and the others when it may.
    private static final class Listener implements WebSocket.Listener {
        final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();
        private final CompletableFuture<Void> reading;

        Listener(CompletableFuture<Void> reading) {
            this.reading = reading;
        }

        @Override
        public void onOpen(WebSocket socket) {
            socket.request(1);
            reading.thenRun(() -> socket.request(Long.MAX_VALUE));
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code + " " + reason);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }

        JsonNode next() throws InterruptedException {
            String message = messages.poll(20, TimeUnit.SECONDS);
            assertThat(message).as("a message").isNotNull();
            return JSON.readTree(message);
        }
    }

    private WebSocket open(String query, String key, Listener listener) {
        return client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + key)
                .buildAsync(
                        URI.create(
                                "ws://127.0.0.1:"
                                        + live.address.getPort()
                                        + "/api/v1/events"
                                        + query),
                        listener)
                .join();
    }

    private static Listener quick() {
        return new Listener(CompletableFuture.completedFuture(null));
    }

    @Test
    void aWebSocketCarriesTheSameEventsAndResumes() throws InterruptedException {
        happens("one");
        happens("two");
        Listener listener = quick();
        open("?since=1", LiveApi.AARON, listener);

        assertThat(listener.next().path("data").path("text").asString()).isEqualTo("two");
        happens("three");
        assertThat(listener.next().path("seq").asLong()).isEqualTo(3);
    }

    @Test
    void aWebSocketWithoutAKeyIsRefused() {
        assertThat(handshake("", "k-wrong")).isEqualTo(401);
        assertThat(handshake("?owner=berta", LiveApi.AARON)).isEqualTo(403);
        assertThat(handshake("?since=x", LiveApi.AARON)).isEqualTo(400);
    }

    private int handshake(String query, String key) {
        try {
            open(query, key, quick());
            return 101;
        } catch (CompletionException e) {
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    @Test
    void aSlowWebSocketIsToldItsLastNumberAndClosed() throws Exception {
        CompletableFuture<Void> reading = new CompletableFuture<>();
        Listener listener = new Listener(reading);
        open("?since=0", LiveApi.AARON, listener);
        happens("read before the flood, so that the reader is up to date when it begins");
        assertThat(listener.next().path("seq").asLong()).isEqualTo(1);
        flood();
        reading.complete(null);

        String closed = listener.closed.get(40, TimeUnit.SECONDS);

        List<String> messages = List.copyOf(listener.messages);
        JsonNode notice = JSON.readTree(messages.getLast());
        assertThat(notice.path("type").asString()).isEqualTo("stream.cut-off");
        long last = messages.size();
        assertThat(notice.path("data").path("lastSeq").asLong()).isEqualTo(last);
        assertThat(last).isPositive().isLessThan(FLOOD);
        assertThat(closed).isEqualTo(SocketFeed.CUT_OFF_CODE + " cut off, last seq " + last);
    }

    @Test
    void aServerThatClosesSaysGoingAway() throws Exception {
        Listener listener = quick();
        open("", LiveApi.AARON, listener);
        happens("one");
        listener.next();

        live.api.close();

        assertThat(listener.closed.get(20, TimeUnit.SECONDS)).startsWith("1001");
    }
}
