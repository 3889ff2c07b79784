package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Dial plans as Ruby.
class PlanRubyTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    @Test
    void rulesAreShownAsTheScriptThatDecidesTheSame() {
        Client.Got got = aaron.get("/api/v1/dialplans/simple/ruby");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body())
                .startsWith("#Ruby\n")
                .contains("if number == '*100'\n    sys.Dial('bob')\n")
                .contains("if found.call(number, '\\\\A(?:2)')\n    sys.Dial('carol')\n");
    }

    @Test
    void whatHasNoRubyIsSaid() {
        Map<String, Object> rule =
                Map.of(
                        "match", "regex",
                        "pattern", "(?s).",
                        "command", "dial",
                        "parameters", "bob");
        assertThat(
                        aaron.put(
                                        "/api/v1/dialplans/odd",
                                        Json.text(Map.of("type", "rules", "rules", List.of(rule))))
                                .status())
                .isEqualTo(201);

        Client.Got got = aaron.get("/api/v1/dialplans/odd/ruby");

        assertThat(got.status()).isEqualTo(409);
        assertThat(got.body()).contains("the pattern of rule 1 has no Ruby that means the same");
    }

    @Test
    void plansOfOthersAreNotShown() {
        Client berta = http.key(LiveApi.BERTA);

        assertThat(berta.get("/api/v1/dialplans/simple/ruby").status()).isEqualTo(404);
        assertThat(berta.get("/api/v1/dialplans/none/ruby").status()).isEqualTo(404);
    }
}
