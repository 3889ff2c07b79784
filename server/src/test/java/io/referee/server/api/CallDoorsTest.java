package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

class CallDoorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    @Test
    void withoutCallsTheListIsEmpty() {
        assertThat(aaron.get("/api/v1/calls").body()).isEqualTo("{\"calls\":[]}");
    }

    @Test
    void aLiveCallIsShownWithItsLegs() {
        String id = live.talking("\"Guest\" <sip:guest@elsewhere.example>", "bob");

        Client.Got got = aaron.get("/api/v1/calls");

        assertThat(got.status()).isEqualTo(200);
        JsonNode call = got.json().path("calls").get(0);
        assertThat(call.path("id").asString()).isEqualTo(id);
        assertThat(call.path("state").asString()).isEqualTo("answered");
        assertThat(call.path("since").asString()).isEqualTo("2026-11-21T04:00:00.000Z");
        assertThat(call.path("legs").size()).isEqualTo(2);
        JsonNode guest = call.path("legs").get(0);
        assertThat(guest.path("callId").asString()).isEqualTo(live.guestCallId());
        assertThat(guest.path("state").asString()).isEqualTo("answered");
        assertThat(guest.path("held").asBoolean(true)).isFalse();
        assertThat(call.path("legs").get(1).path("party").asString()).isEqualTo("bob");
        assertThat(aaron.get("/api/v1/calls/" + id).json()).isEqualTo(call);
    }

    @Test
    void aCallIsHungUp() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");

        assertThat(aaron.delete("/api/v1/calls/" + id).status()).isEqualTo(204);

        assertThat(live.wire.sentAny("BYE")).isTrue();
        assertThat(aaron.get("/api/v1/calls").body()).isEqualTo("{\"calls\":[]}");
        assertThat(aaron.delete("/api/v1/calls/" + id).status()).isEqualTo(404);
    }

    @Test
    void aCallOfSomebodyElseLooksLikeNone() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");
        Client berta = http.key(LiveApi.BERTA);

        Client.Got unknown = berta.get("/api/v1/calls/cnone");
        Client.Got foreign = berta.get("/api/v1/calls/" + id);

        assertThat(foreign.status()).isEqualTo(unknown.status()).isEqualTo(404);
        assertThat(foreign.message().replace(id, "cnone")).isEqualTo(unknown.message());
        assertThat(berta.get("/api/v1/calls").body()).isEqualTo("{\"calls\":[]}");
        assertThat(berta.delete("/api/v1/calls/" + id).status()).isEqualTo(404);
        assertThat(berta.get("/api/v1/calls/" + id + "/ladder").status()).isEqualTo(404);
        assertThat(live.core.switchboard().calls()).hasSize(1);
    }

    @Test
    void theLadderOfACallThatHasEndedIsDrawnInEachFormat() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");
        aaron.delete("/api/v1/calls/" + id);
        String path = "/api/v1/calls/" + id + "/ladder";

        Client.Got json = aaron.get(path);
        assertThat(json.json().path("columns").get(1).asString()).isEqualTo("Referee");
        assertThat(json.json().path("rows").get(0).path("at").asString()).isNotEmpty();
        assertThat(json.json().path("call").asString()).isEqualTo(id);
        assertThat(aaron.get(path + "?format=text").body()).contains("INVITE", "BYE");
        assertThat(aaron.get(path + "?format=svg").body()).startsWith("<svg");
        assertThat(aaron.get(path + "?format=pcap").code()).isEqualTo("not-available");
        assertThat(aaron.get(path + "?format=gif").status()).isEqualTo(400);
        assertThat(aaron.get("/api/v1/calls/cnone/ladder").status()).isEqualTo(404);
    }

    @Test
    void whatDoesNotExistYetSaysSo() {
        assertThat(aaron.post("/api/v1/calls", "{}").status()).isEqualTo(501);
        assertThat(aaron.post("/api/v1/calls", "{}").code()).isEqualTo("not-available");
    }

    @Test
    void aBusyEngineIsAnswered503() {
        live.tooBusy();

        Client.Got got = aaron.get("/api/v1/calls");

        assertThat(got.status()).isEqualTo(503);
        assertThat(got.code()).isEqualTo("busy");
        assertThat(got.response().headers().firstValue("Retry-After")).contains("1");
    }
}
