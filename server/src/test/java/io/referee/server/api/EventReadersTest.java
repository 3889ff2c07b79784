package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.server.event.DialPlanFact;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/// How many may read events at the same time, see [ReaderPlaces].
@Timeout(120)
class EventReadersTest {
    private static final int OF_USERS = ReaderPlaces.AT_MOST - ReaderPlaces.FOR_ADMINISTRATOR;
    private static final int OF_OWNER = ReaderPlaces.OF_OWNER_AT_MOST;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final LiveApi live = new LiveApi();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<InputStream> streams = new ArrayList<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        live.close();
        for (InputStream stream : streams) {
            stream.close();
        }
        client.shutdownNow();
    }

    private String address(String scheme) {
        return scheme + "://127.0.0.1:" + live.address.getPort() + "/api/v1/events";
    }

    /// The status of another reader of server-sent events, who goes on reading.
    private int reads(String key) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address("http")))
                        .header("Authorization", "Bearer " + key)
                        .header("Accept", "text/event-stream")
                        .build();
        HttpResponse<InputStream> got = client.send(request, BodyHandlers.ofInputStream());
        streams.add(got.body());
        return got.statusCode();
    }

    private void read(String key, int many) throws Exception {
        for (int i = 0; i < many; i++) {
            assertThat(reads(key)).as("reader %d", i + 1).isEqualTo(200);
        }
    }

    /// Counts whom the server lets in and tells something, and whom it sends away afterwards.
    private final class Listener implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.incrementAndGet();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            if (code == EventDoors.TRY_AGAIN_LATER) {
                refused.incrementAndGet();
            }
            return CompletableFuture.completedFuture(null);
        }
    }

    private CompletableFuture<WebSocket> socket(String key) {
        return client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + key)
                .buildAsync(URI.create(address("ws")), new Listener());
    }

    private void happens() {
        live.publish("aaron", new DialPlanFact.Step("plan", "text"));
    }

    @Test
    void anOwnerHasSoManyReadersAndOthersHaveTheirs() throws Exception {
        read(LiveApi.AARON, OF_OWNER);

        assertThat(reads(LiveApi.AARON)).isEqualTo(429);
        assertThat(new String(streams.getLast().readAllBytes(), UTF_8))
                .contains("\"too-many-readers\"", "" + OF_OWNER);
        assertThat(socket(LiveApi.AARON).handle((_, failure) -> failure).join()).isNotNull();
        assertThat(reads(LiveApi.BERTA)).isEqualTo(200);
        assertThat(reads(LiveApi.ADMIN)).isEqualTo(200);
    }

    @Test
    void whoLeavesMakesAPlaceFree() throws Exception {
        read(LiveApi.AARON, OF_OWNER - 1);
        WebSocket last = socket(LiveApi.AARON).join();
        await().atMost(LIMIT).until(() -> reads(LiveApi.AARON) == 429);

        last.sendClose(WebSocket.NORMAL_CLOSURE, "");

        await().atMost(LIMIT).until(() -> reads(LiveApi.AARON) == 200);
        streams.removeFirst().close();
        await().atMost(LIMIT)
                .until(
                        () -> {
                            happens(); // whoever is gone is noticed when something is written
                            return reads(LiveApi.AARON) == 200;
                        });
    }

    @Test
    void whenAllPlacesOfUsersAreTakenTheAdministratorStillReads() throws Exception {
        read(LiveApi.ADMIN, OF_USERS);

        assertThat(reads(LiveApi.AARON)).isEqualTo(503);
        read(LiveApi.ADMIN, ReaderPlaces.FOR_ADMINISTRATOR);
        assertThat(reads(LiveApi.ADMIN)).isEqualTo(503);
    }

    @Test
    void ofManyWhoComeAtOnceNoMoreReadThanMay() {
        List<CompletableFuture<WebSocket>> all = new ArrayList<>();
        for (int i = 0; i < 2 * OF_OWNER; i++) {
            all.add(socket(LiveApi.AARON));
        }
        all.forEach(
                one ->
                        one.handle((_, failure) -> failure == null ? 0 : refused.incrementAndGet())
                                .join());
        await().atMost(LIMIT).until(() -> refused.get() == OF_OWNER);

        happens();

        await().atMost(LIMIT).until(() -> heard.get() == OF_OWNER);
        assertThat(refused).hasValue(OF_OWNER);
    }
}
