package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Account;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;

/// What is special about accounts and providers in transfers, over HTTP.
class HabitsDoorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private Account alice() {
        return live.directory.current().account("alice", "localhost").orElseThrow();
    }

    private static String inGroup(String group) {
        return "{\"transferGroup\": \"%s\"}".formatted(group);
    }

    @Test
    void onlyTheAdministratorPutsAnAccountIntoAGroup() {
        Client admin = http.key(LiveApi.ADMIN);
        Client.Got refused = aaron.put("/api/v1/accounts/alice", inGroup("reception"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("error").path("message").asString())
                .contains("Only the administrator puts an account into a transfer group");
        String file =
                "{\"users\": [{\"name\": \"aaron\", \"accounts\": [{\"name\": \"eve\","
                        + " \"password\": \"p\", \"transferGroup\": \"reception\"}]}]}";
        assertThat(aaron.post("/api/v1/apply", file).status()).isEqualTo(403);
        assertThat(
                        aaron.put(
                                        "/api/v1/users/aaron",
                                        file.substring(file.indexOf("[") + 1, file.length() - 2))
                                .status())
                .isEqualTo(403);

        assertThat(admin.put("/api/v1/accounts/alice", inGroup("reception")).status())
                .isEqualTo(200);
        assertThat(alice().habits().group()).isEqualTo("reception");
    }

    @Test
    void anOwnerKeepsTheGroupAndMayLeaveIt() {
        Client admin = http.key(LiveApi.ADMIN);
        admin.put("/api/v1/accounts/alice", inGroup("reception"));

        JsonNode shown = aaron.get("/api/v1/accounts/alice").json();
        assertThat(shown.path("transferGroup").asString()).isEqualTo("reception");
        assertThat(aaron.put("/api/v1/accounts/alice", shown.toString()).status()).isEqualTo(200);
        assertThat(aaron.put("/api/v1/accounts/alice", "{\"transfer\": \"deny\"}").status())
                .isEqualTo(200);
        assertThat(alice().habits().group()).as("left out: as before").isEqualTo("reception");
        assertThat(aaron.put("/api/v1/accounts/alice", inGroup("sales")).status()).isEqualTo(403);

        assertThat(aaron.put("/api/v1/accounts/alice", inGroup("")).status()).isEqualTo(200);
        assertThat(alice().habits().group()).isEmpty();
    }

    @Test
    void onlyTheAdministratorLetsAnAccountReferWithoutAProof() {
        String optional = "{\"referredByToken\": \"optional\"}";
        Client.Got refused = aaron.put("/api/v1/accounts/alice", optional);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("error").path("message").asString())
                .contains("Only the administrator sets referredByToken: optional");
        assertThat(alice().habits().token()).isEmpty();

        Client admin = http.key(LiveApi.ADMIN);
        assertThat(admin.put("/api/v1/accounts/alice", optional).status()).isEqualTo(200);
        JsonNode shown = aaron.get("/api/v1/accounts/alice").json();
        assertThat(aaron.put("/api/v1/accounts/alice", shown.toString()).status()).isEqualTo(200);
        assertThat(
                        aaron.put("/api/v1/accounts/alice", "{\"referredByToken\": \"required\"}")
                                .status())
                .isEqualTo(200);
        assertThat(aaron.put("/api/v1/accounts/alice", optional).status()).isEqualTo(403);
    }

    @Test
    void anOwnerNeitherForgetsNorLiftsTheDemandForAProof() {
        Client admin = http.key(LiveApi.ADMIN);
        String required = "{\"referredByToken\": \"required\"}";
        assertThat(admin.put("/api/v1/accounts/alice", required).status()).isEqualTo(200);

        assertThat(aaron.put("/api/v1/accounts/alice", "{\"transfer\": \"deny\"}").status())
                .isEqualTo(200);
        String file =
                "{\"users\": [{\"name\": \"aaron\", \"accounts\": [{\"name\": \"alice\"%s}]}]}";
        assertThat(aaron.post("/api/v1/apply", file.formatted("")).status()).isEqualTo(200);
        assertThat(alice().habits().token()).as("left out: as before").isEqualTo("required");

        for (String token : List.of("", "optional")) {
            String said = "\"referredByToken\": \"" + token + '"';
            assertThat(aaron.put("/api/v1/accounts/alice", "{" + said + "}").status())
                    .isEqualTo(403);
            assertThat(aaron.post("/api/v1/apply", file.formatted(", " + said)).status())
                    .isEqualTo(403);
        }
        assertThat(
                        aaron.put("/api/v1/accounts/alice", "{\"referredByToken\": \"\"}")
                                .json()
                                .path("error")
                                .path("message")
                                .asString())
                .contains("Only the administrator takes referredByToken: required away");
        assertThat(alice().habits().token()).isEqualTo("required");

        assertThat(admin.put("/api/v1/accounts/alice", "{\"referredByToken\": \"\"}").status())
                .isEqualTo(200);
        assertThat(alice().habits().token()).isEmpty();
    }

    @Test
    void anAccountWhoseProofIsDemandedMayStillBeRemoved() {
        aaron.put("/api/v1/accounts/alice", "{\"referredByToken\": \"required\"}");

        String others = "{\"users\": [{\"name\": \"aaron\", \"accounts\": []}]}";
        assertThat(aaron.post("/api/v1/apply", others).status()).isEqualTo(200);
        assertThat(live.directory.current().account("alice", "localhost")).isEmpty();
    }

    @Test
    void whatAnAccountSaysOfItsTransfersIsShown() {
        aaron.put(
                "/api/v1/accounts/alice",
                "{\"notify\": \"immediate200\", \"referredByToken\": \"required\","
                        + " \"strategy\": \"known\"}");

        JsonNode shown = aaron.get("/api/v1/accounts/alice").json();
        assertThat(shown.path("notify").asString()).isEqualTo("immediate200");
        assertThat(shown.path("referredByToken").asString()).isEqualTo("required");
        assertThat(shown.path("strategy").asString()).isEqualTo("known");
    }

    @Test
    void whoIsNeverSentAReferIsSaidAndShown() {
        assertThat(aaron.put("/api/v1/accounts/alice", "{\"noRefer\": true}").status())
                .isEqualTo(200);
        assertThat(alice().habits().endpoint().noRefer()).isTrue();

        JsonNode shown = aaron.get("/api/v1/accounts/alice").json();
        assertThat(shown.path("noRefer").asBoolean()).isTrue();
        Client.Got again = aaron.put("/api/v1/accounts/alice", shown.toString());
        assertThat(again.json().path("changes").get(0).path("change").asString())
                .isEqualTo("unchanged");

        aaron.put(
                "/api/v1/providers/trunk",
                "{\"server\": \"s\", \"noRefer\": true, \"strategy\": \"known\"}");
        assertThat(aaron.get("/api/v1/providers/trunk").json().path("strategy").asString())
                .isEqualTo("known");
        assertThat(aaron.get("/api/v1/providers/trunk").json().path("noRefer").asBoolean())
                .isTrue();
    }
}
