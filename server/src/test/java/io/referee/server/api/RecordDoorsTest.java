package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.List;

class RecordDoorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    @Test
    void recordsAreRowsOfLegsPageByPage() {
        String call = live.talking("<sip:guest@elsewhere.example>", "bob");
        aaron.delete("/api/v1/calls/" + call);

        JsonNode all = aaron.get("/api/v1/cdrs").json().path("cdrs");
        JsonNode second = aaron.get("/api/v1/cdrs?offset=1&count=1").json().path("cdrs");

        assertThat(all.size()).isEqualTo(2);
        assertThat(all.get(0).path("call").asString()).isEqualTo(call);
        assertThat(all.get(0).path("sipCallId").asString()).isEqualTo(live.guestCallId());
        assertThat(all.get(0).path("callId").asString()).as("the old name").isEqualTo(call);
        assertThat(second.size()).isEqualTo(1);
        assertThat(second.get(0)).isEqualTo(all.get(1));
        assertThat(aaron.get("/api/v1/cdrs?since=2026-11-21T04:00:01Z").json().path("cdrs").size())
                .isZero();
        assertThat(http.key(LiveApi.BERTA).get("/api/v1/cdrs").json().path("cdrs").size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"offset=-1", "offset=x", "count=1001", "count=", "since=yesterday"})
    void aParameterOutOfItsRangeIsNamed(String parameter) {
        Client.Got got = aaron.get("/api/v1/cdrs?" + parameter);

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message()).contains(parameter.substring(0, parameter.indexOf('=')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cdrs?cuont=1", "cdrs?_=1", "calls?x", "events?from=1"})
    void aParameterThatMeansNothingIsNamedWithThoseThatDo(String request) {
        Client.Got got = aaron.get("/api/v1/" + request);

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message()).startsWith("There is no parameter ").contains("known ", "owner");
        assertThat(http.get("/api/v1/" + request).status()).isEqualTo(401);
    }

    @Test
    void aChainIsShownAsTreeAndAsText() {
        String call = live.talking("<sip:guest@elsewhere.example>", "bob");
        String id = aaron.get("/api/v1/calls/" + call).json().path("chain").asString();

        JsonNode chain = aaron.get("/api/v1/chains/" + id).json();

        assertThat(chain.path("groupId").asString()).isEqualTo(id);
        assertThat(chain.path("legs").size()).isEqualTo(2);
        assertThat(chain.path("segments").size()).isEqualTo(1);
        assertThat(aaron.get("/api/v1/chains/" + id + "?format=text").body())
                .contains("talk with bob");
        assertThat(aaron.get("/api/v1/chains/" + id + "?format=x").status()).isEqualTo(400);
        assertThat(http.key(LiveApi.BERTA).get("/api/v1/chains/" + id).status()).isEqualTo(404);
    }

    @Test
    void registrationsAreThoseOfTheOwner() {
        JsonNode mine = aaron.get("/api/v1/registrations").json().path("registrations");
        JsonNode all =
                http.key(LiveApi.ADMIN).get("/api/v1/registrations").json().path("registrations");

        assertThat(mine.size()).isEqualTo(3);
        assertThat(all.size()).isEqualTo(4);
        assertThat(mine.get(0).path("account").asString()).endsWith("@localhost");
        assertThat(mine.get(0).path("contact").asString()).startsWith("sip:");
        assertThat(mine.get(0).path("expires").asString()).isEqualTo("2026-11-21T05:00:00.000Z");
    }

    @Test
    void theNumbersOfTheServerAreThere() {
        live.talking("<sip:guest@elsewhere.example>", "bob");

        String metrics = http.get("/metrics").body();

        assertThat(metrics)
                .contains("referee_calls_total 1.0")
                .contains("referee_calls_live 1.0")
                .contains("referee_legs_live 2.0")
                .contains("referee_registrations 4.0")
                .contains("referee_transfers_total{outcome=\"completed\"} 0.0")
                .contains("referee_sip_received_total 7.0")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void whileTheDatabaseIsAwayRecordsAre503() {
        live.records.away = true;
        Client.Got got = aaron.get("/api/v1/cdrs");
        assertThat(got.status()).isEqualTo(503);
        assertThat(got.json().path("error").path("code").asString()).isEqualTo("database-away");
        live.records.away = false;
        assertThat(aaron.get("/api/v1/cdrs").status()).isEqualTo(200);
    }

    @Test
    void healthNamesWhatSomebodyShouldLookAfter() {
        assertThat(http.get("/healthz").json().path("troubles").size()).isZero();
        live.troubles = List.of("The database is away.");
        Client.Got got = http.get("/healthz");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("status").asString()).isEqualTo("degraded");
        assertThat(got.json().path("troubles").get(0).asString())
                .isEqualTo("The database is away.");
    }

    @Test
    void healthIsThatTheEngineAnswers() {
        assertThat(http.get("/healthz").json().path("status").asString()).isEqualTo("ok");
        live.tooBusy();
        assertThat(http.get("/healthz").status()).isEqualTo(503);
        assertThat(http.get("/metrics").body()).contains("referee_engine_answers 0.0");
    }
}
