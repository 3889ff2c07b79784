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
    void aCallIsPlacedByRingingTheFirst() {
        Client.Got got = aaron.post("/api/v1/calls", "{\"from\": \"alice\", \"to\": \"200\"}");

        assertThat(got.status()).isEqualTo(202);
        assertThat(live.wire.request("INVITE").uri().text()).contains("alice@");
        assertThat(live.wire.request("INVITE").hasBody()).isFalse();
        String id = got.json().path("id").asString();
        assertThat(got.response().headers().firstValue("Location")).contains("/api/v1/calls/" + id);
        JsonNode call = aaron.get("/api/v1/calls/" + id).json();
        assertThat(call.path("state").asString()).isEqualTo("ringing");
        assertThat(call.path("legs").get(0).path("party").asString()).isEqualTo("alice");
        assertThat(aaron.delete("/api/v1/calls/" + id).status()).isEqualTo(204);
        assertThat(aaron.get("/api/v1/calls/" + id).status()).isEqualTo(404);
    }

    @Test
    void onlyOnesOwnAccountIsRung() {
        String order = "{\"from\": \"alice\", \"to\": \"bob\"}";

        assertThat(http.key(LiveApi.BERTA).post("/api/v1/calls", order).status()).isEqualTo(404);
        assertThat(http.key(LiveApi.ADMIN).post("/api/v1/calls", order).status()).isEqualTo(400);
        assertThat(aaron.post("/api/v1/calls", "{\"from\": \"alice\"}").status()).isEqualTo(400);
        assertThat(live.wire.sentAny("INVITE")).isFalse();
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
        assertThat(json.json().path("sentence").asString())
                .isEqualTo("guest called bob, 0.0 s; ended by the server (Hung up by request)");
        Client.Got pcap = aaron.get(path + "?format=pcap");
        assertThat(pcap.response().headers().firstValue("Content-Type"))
                .contains("application/vnd.tcpdump.pcap");
        assertThat(pcap.body()).contains("guest called bob", "INVITE sip:bob@localhost", "BYE");
        assertThat(aaron.get(path + "?format=gif").status()).isEqualTo(400);
        assertThat(aaron.get("/api/v1/calls/cnone/ladder").status()).isEqualTo(404);
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
