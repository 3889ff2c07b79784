package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/// The texts that a plan has had.
class PlanVersionDoorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private Client.Got put(Client who, String script) {
        return who.put(
                "/api/v1/dialplans/main", Json.text(Map.of("type", "ruby", "script", script)));
    }

    @Test
    void eachSaveIsAVersionThatCanBeComparedAndPutBack() {
        put(aaron, "a = 1\nsys.Log(a)\n");
        put(aaron, "a = 1\nsys.Log(a)\n");
        put(aaron, "a = 2\nsys.Log(a)\n");

        Client.Got versions = aaron.get("/api/v1/dialplans/main/versions");
        assertThat(versions.json().path("versions").size()).isEqualTo(2);
        assertThat(versions.json().path("versions").get(0).path("number").asInt()).isEqualTo(2);
        assertThat(versions.json().path("versions").get(0).path("who").asString())
                .isEqualTo("aaron");
        assertThat(aaron.get("/api/v1/dialplans/main/versions?from=1").body())
                .isEqualTo(
                        """
                        --- version 1
                        +++ version 2
                        @@ -1,2 +1,2 @@
                        -a = 1
                        +a = 2
                         sys.Log(a)
                        """);

        assertThat(aaron.post("/api/v1/dialplans/main/versions/1/restore", "").status())
                .isEqualTo(200);
        assertThat(aaron.get("/api/v1/dialplans/main").json().path("script").asString())
                .isEqualTo("a = 1\nsys.Log(a)\n");
        assertThat(aaron.get("/api/v1/dialplans/main/versions?from=1&to=3").body()).isEmpty();
    }

    @Test
    void aRemovedPlanCanBePutBack() {
        put(aaron, "sys.Log(1)");
        assertThat(aaron.delete("/api/v1/dialplans/main").status()).isEqualTo(200);

        assertThat(aaron.post("/api/v1/dialplans/main/versions/1/restore", "").status())
                .isEqualTo(201);
        assertThat(aaron.get("/api/v1/dialplans/main").status()).isEqualTo(200);
    }

    @Test
    void whatIsNoRubyIsRefusedWithLineAndColumn() {
        Client.Got got = put(aaron, "sys.Log 'a'\nsys.Log )\n");

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message())
                .startsWith("request body, line 1:")
                .contains("script is no Ruby: line 2");
        assertThat(aaron.get("/api/v1/dialplans/main").status()).isEqualTo(404);
    }

    @Test
    void versionsOfOthersAndThoseThatAreNotAreNotFound() {
        put(aaron, "sys.Log(1)");

        assertThat(http.key(LiveApi.BERTA).get("/api/v1/dialplans/main/versions").status())
                .isEqualTo(404);
        assertThat(aaron.get("/api/v1/dialplans/main/versions?from=9").status()).isEqualTo(404);
        assertThat(aaron.post("/api/v1/dialplans/main/versions/9/restore", "").status())
                .isEqualTo(404);
        assertThat(aaron.post("/api/v1/dialplans/main/versions/x/restore", "").status())
                .isEqualTo(404);
    }
}
