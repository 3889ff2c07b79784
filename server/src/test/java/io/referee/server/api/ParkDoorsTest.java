package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

/// Calls that are parked over HTTP, and how they are shown.
class ParkDoorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private JsonNode call(String id) {
        return aaron.get("/api/v1/calls/" + id).json();
    }

    private Client.Got park(String id, String to) {
        String leg = call(id).path("legs").get(1).path("leg").asString();
        return aaron.post(
                "/api/v1/calls/" + id + "/transfers",
                "{\"leg\": \"" + leg + "\", \"to\": \"" + to + "\"}");
    }

    @Test
    void aParkedCallShowsItsSlot() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");
        assertThat(call(id).path("slot").asString()).isEmpty();

        Client.Got begun = park(id, "park");
        live.agree();

        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.json().path("kind").asString()).isEqualTo("park");
        String transfer = begun.json().path("id").asString();
        assertThat(aaron.get("/api/v1/transfers/" + transfer).json().path("outcome").asString())
                .isEqualTo("completed");
        assertThat(call(id).path("state").asString()).isEqualTo("parked");
        assertThat(call(id).path("slot").asString()).isEqualTo("700");
        assertThat(live.wire.sentAny("BYE")).isTrue();
    }

    @Test
    void anotherCallGetsTheNextSlotAndATakenOneIsRefused() {
        String first = live.talking("<sip:guest@elsewhere.example>", "bob");
        park(first, "park");
        live.agree();
        String second = live.talking("<sip:guest@elsewhere.example>", "carol");
        String failed = park(second, "700").json().path("id").asString();

        assertThat(aaron.get("/api/v1/transfers/" + failed).json().path("sipCode").asInt())
                .isEqualTo(486);
        assertThat(call(second).path("state").asString()).isEqualTo("answered");

        park(second, "park");
        live.agree();

        assertThat(call(second).path("slot").asString()).isEqualTo("701");
    }
}
