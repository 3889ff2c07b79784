package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The owner decides over HTTP about what a phone asked for.
class TransferDecisionTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);
    private String asked = "";

    @BeforeEach
    void bobAsks() {
        aaron.put("/api/v1/accounts/bob", "{\"transfer\": \"ask\"}");
        live.events.attach(
                event -> {
                    if (event.fact().type().equals("transfer.requested")) {
                        asked = String.valueOf(event.fact().data().get("transfer"));
                    }
                });
        live.talking("<sip:guest@elsewhere.example>", "bob");
        live.refer("carol");
    }

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private Client.Got decide(Client who, String word) {
        return who.post(
                "/api/v1/transfers/" + asked + "/decision", "{\"decision\": \"" + word + "\"}");
    }

    private String phase() {
        return aaron.get("/api/v1/transfers/" + asked).json().path("phase").asString();
    }

    @Test
    void aTransferThatIsAskedAboutBeginsWithAYes() {
        assertThat(phase()).isEqualTo("asking");
        assertThat(aaron.get("/api/v1/accounts/bob").json().path("transfer").asString())
                .isEqualTo("ask");

        Client.Got got = decide(aaron, "accept");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("phase").asString()).isEqualTo("dialling");
        assertThat(live.wire.request("INVITE").uri().text()).contains("carol@");
        assertThat(decide(aaron, "accept").code()).isEqualTo("not-asked");
    }

    @Test
    void aNoEndsItWith603() {
        Client.Got got = decide(aaron, "decline");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("outcome").asString()).isEqualTo("failed");
        assertThat(got.json().path("sipCode").asInt()).isEqualTo(603);
        assertThat(live.wire.request("INVITE").uri().text()).contains("bob@");
        Client.Got again = decide(aaron, "accept");
        assertThat(again.status()).isEqualTo(409);
    }

    @Test
    void nobodyElseDecides() {
        assertThat(decide(http.key(LiveApi.BERTA), "accept").status()).isEqualTo(404);
        assertThat(decide(http, "accept").status()).isEqualTo(401);
        assertThat(phase()).isEqualTo("asking");
    }

    /// A call of aaron's that rings a phone of berta's: her account asks, so she decides.
    @Test
    void theOwnerOfTheAccountThatRefersDecides() {
        Client berta = http.key(LiveApi.BERTA);
        berta.put("/api/v1/accounts/dora", "{\"transfer\": \"ask\"}");
        aaron.put(
                "/api/v1/dialplans/onward",
                """
                {"type": "rules", "rules": [{"direction": "in", "match": "", "pattern": "",
                 "command": "dial", "parameters": "dora"}]}\
                """);
        aaron.put("/api/v1/accounts/alice", "{\"in\": \"onward\"}");
        live.talking("<sip:guest@elsewhere.example>", "alice");
        live.refer("carol");

        assertThat(phase()).isEqualTo("asking");
        assertThat(decide(aaron, "accept").status()).isEqualTo(404);
        assertThat(decide(berta, "accept").status()).isEqualTo(200);
    }

    @Test
    void anythingElseThanAYesOrANoIsNotUnderstood() {
        assertThat(decide(aaron, "perhaps").status()).isEqualTo(400);
        assertThat(aaron.post("/api/v1/transfers/" + asked + "/decision", "{}").status())
                .isEqualTo(400);
        assertThat(phase()).isEqualTo("asking");
    }

    @Test
    void itIsAbortedAsOneThatRings() {
        Client.Got got = aaron.delete("/api/v1/transfers/" + asked);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("outcome").asString()).isEqualTo("aborted");
        assertThat(decide(aaron, "accept").status()).isEqualTo(409);
    }
}
