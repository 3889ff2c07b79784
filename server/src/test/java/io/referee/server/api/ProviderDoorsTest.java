package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;

/// Providers over HTTP.
class ProviderDoorsTest {
    private static final String BLUEFACE =
            """
            {"server": "sip.example.org:5070;transport=tcp", "username": "u", "password": "p-secret",
             "customHeaders": "X-A: 1|X-B: 2"}
            """;

    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);
    private final Client admin = http.key(LiveApi.ADMIN);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    @Test
    void aProviderIsAddedChangedAndRemoved() {
        assertThat(aaron.put("/api/v1/providers/blueface", BLUEFACE).status()).isEqualTo(201);
        JsonNode shown = aaron.get("/api/v1/providers/BlueFace").json();
        assertThat(shown.path("server").asString()).isEqualTo("sip.example.org:5070;transport=tcp");
        assertThat(shown.path("customHeaders").get(1).asString()).isEqualTo("X-B: 2");
        assertThat(shown.path("registerExpiry").asInt()).isEqualTo(3600);

        String other = "{\"server\": \"other.example.org\", \"username\": \"u\"}";
        assertThat(aaron.put("/api/v1/providers/blueface", other).status()).isEqualTo(200);
        assertThat(password()).isEqualTo("p-secret");

        assertThat(aaron.delete("/api/v1/providers/blueface").status()).isEqualTo(200);
        assertThat(aaron.get("/api/v1/providers/blueface").status()).isEqualTo(404);
        assertThat(aaron.delete("/api/v1/providers/blueface").status()).isEqualTo(404);
    }

    private String password() {
        return live.directory
                .current()
                .provider("aaron", "blueface")
                .orElseThrow()
                .login()
                .password();
    }

    @Test
    void whatIsShownHoldsNoPasswordAndCanBePutBack() {
        aaron.put("/api/v1/providers/blueface", BLUEFACE);
        for (String path : new String[] {"/api/v1/providers/blueface", "/api/v1/users/aaron"}) {
            Client.Got shown = aaron.get(path);
            assertThat(shown.body()).contains("blueface").doesNotContain("p-secret", "password");
            assertThat(aaron.put(path, shown.body()).json().path("changes").toString())
                    .doesNotContain("\"changed\"", "\"removed\"");
        }
        assertThat(password()).isEqualTo("p-secret");
    }

    @Test
    void whoTakesItsCallsIsSaidAndWhereNobodyDoesAWarningSaysWhy() {
        String registering = BLUEFACE.replace("\"username\"", "\"register\": true, \"username\"");

        assertThat(warnings(registering))
                .containsExactly(
                        "Nobody takes calls of the provider blueface of aaron: aaron has several"
                                + " accounts, and none of them is named in registerContact, is"
                                + " aaron@localhost or has the only plan for incoming calls (in).");
        assertThat(aaron.get("/api/v1/providers/blueface").json().path("callee").asString())
                .isEmpty();
        String contact =
                registering.replace(
                        "\"username\"", "\"registerContact\": \"sip:bob@localhost\", \"username\"");
        assertThat(warnings(contact)).isEmpty();
        assertThat(aaron.get("/api/v1/providers/blueface").json().path("callee").asString())
                .isEqualTo("bob@localhost");
    }

    private List<String> warnings(String body) {
        Client.Got got = aaron.put("/api/v1/providers/blueface", body);
        return got.json().path("warnings").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void anOwnerSeesWhatIsHisAndTheAdministratorAll() {
        aaron.put("/api/v1/providers/blueface", BLUEFACE);
        admin.put("/api/v1/providers/trunk?owner=berta", BLUEFACE);

        assertThat(aaron.get("/api/v1/providers").json().path("providers").size()).isEqualTo(1);
        JsonNode all = admin.get("/api/v1/providers").json().path("providers");
        assertThat(all.findValuesAsString("owner")).containsExactlyInAnyOrder("aaron", "berta");
        assertThat(aaron.get("/api/v1/providers/trunk").status()).isEqualTo(404);
        assertThat(aaron.delete("/api/v1/providers/trunk").status()).isEqualTo(404);
        assertThat(admin.put("/api/v1/providers/x", BLUEFACE).message()).contains("?owner=NAME");
    }

    @Test
    void aWrongFieldIsNamedWithTheNearest() {
        Client.Got got = aaron.put("/api/v1/providers/x", "{\"server\": \"s\", \"regster\": true}");

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message()).contains("regster", "register");
        assertThat(aaron.put("/api/v1/providers/a.b", BLUEFACE).message()).contains("no dot");
    }
}
