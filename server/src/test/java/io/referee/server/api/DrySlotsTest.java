package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.dialplan.run.PlanRunner;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.ZoneOffset;
import java.util.Map;

/// A script that is tried counts among those that its owner runs at once.
class DrySlotsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private int tried(String plan) {
        return aaron.post(
                        "/api/v1/dialplans/" + plan + "/dry-run",
                        Json.text(Map.of("from", "alice", "to", "1")))
                .status();
    }

    @Test
    void whoRunsAsManyScriptsAsHeMayTriesNone() {
        Map<String, String> plan = Map.of("type", "ruby", "script", "sys.Respond(486, 'no')");
        assertThat(aaron.put("/api/v1/dialplans/main", Json.text(plan)).status()).isEqualTo(201);
        PlanRunner plans = live.core.plans();
        live.ask(
                () -> {
                    plans.settings(new PlanRunner.Settings(ZoneOffset.UTC, 1));
                    return plans.enter("aaron");
                });

        assertThat(tried("main")).isEqualTo(503);
        assertThat(tried("simple")).as("rules").isEqualTo(200);
        live.ask(
                () -> {
                    plans.leave("aaron");
                    return true;
                });

        assertThat(tried("main")).isEqualTo(200);
        assertThat(tried("main")).as("the place is free again").isEqualTo(200);
    }
}
