package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/// What the dry run says of Ruby plans, of rules and of plans for calls in, and that it changes
/// nothing.
class DryRunTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @BeforeAll
    static void warm() {
        Rubies.warmForTrials();
    }

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private JsonNode run(String plan, String from, String to) {
        Client.Got got =
                aaron.post(
                        "/api/v1/dialplans/" + plan + "/dry-run",
                        Json.text(
                                Map.of(
                                        "from",
                                        from,
                                        "to",
                                        to,
                                        "at",
                                        "2026-12-24 18:30",
                                        "zone",
                                        "Europe/Dublin")));
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        return got.json();
    }

    private void put(String plan, String script) {
        Client.Got got =
                aaron.put(
                        "/api/v1/dialplans/" + plan,
                        Json.text(Map.of("type", "ruby", "script", script)));
        assertThat(got.status()).as(got.body()).isIn(200, 201);
    }

    @Test
    void aCallerWhoIsNobodyIsAnError() {
        Client.Got got =
                aaron.post(
                        "/api/v1/dialplans/simple/dry-run",
                        Json.text(Map.of("from", "alcie", "to", "*100")));

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message())
                .isEqualTo("from: there is no account alcie@localhost to call out.");
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void aRubyPlanIsToldLineByLineToItsEnd() {
        put(
                "main",
                """
                if sys.IsAvailable('bob')
                  sys.Log("try #{req.URI.User}")
                  sys.Dial('bob@local&carol@local[dt=5]', 20)
                end
                sys.Dial('dave@elsewhere.example')
                sys.Respond(486, 'All busy')
                """);

        long before = live.events.latest("aaron");
        JsonNode said = run("main", "alice", "232");

        assertThat(texts(said.path("decisions")))
                .contains(
                        "line 1 | if sys.IsAvailable('bob')",
                        "sys.IsAvailable(\"bob\") = true",
                        "line 2: try 232",
                        "line 3 | sys.Dial('bob@local&carol@local[dt=5]', 20)",
                        "sys.Dial(\"bob@local&carol@local[dt=5]\", 20) = \"TimedOut\"",
                        "respond 486 All busy");
        JsonNode first = said.path("dials").get(0);
        assertThat(first.path("ringSeconds").asInt()).isEqualTo(20);
        assertThat(first.path("legs").get(0).path("bindings").get(0).asString())
                .isEqualTo("sip:bob@198.51.100.7:6002");
        assertThat(texts(first.path("legs").get(1).path("options")))
                .containsExactly("rings after 5 s");
        assertThat(texts(said.path("legs")))
                .containsExactly(
                        "bob@localhost",
                        "carol@localhost",
                        "sip:dave@elsewhere.example, without credentials");
        assertThat(texts(said.path("warnings")))
                .contains(
                        "bob@local cannot be transferred by alice@localhost: the account says"
                                + " transfer: deny.");
        assertThat(said.path("end").toString())
                .contains("\"status\":486")
                .contains("\"reason\":\"All busy\"");
        assertThat(live.core.switchboard().calls()).isEmpty();
        assertThat(live.events.latest("aaron")).isEqualTo(before);
    }

    @Test
    void anErrorOfTheScriptIsPartOfTheAnswer() {
        put("main", "sys.Log('a')\nraise 'no way'\n");

        JsonNode said = run("main", "alice", "1");

        assertThat(texts(said.path("decisions")))
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .startsWith("error in line 2: ")
                                        .contains("no way"));
        assertThat(said.path("end").path("status").asInt()).isEqualTo(500);
        assertThat(texts(said.path("errors")))
                .singleElement()
                .asString()
                .startsWith("error in line 2: ");
        assertThat(texts(run("simple", "alice", "*100").path("errors"))).isEmpty();
    }

    @Test
    void aCallToAnAccountRunsThePlanForCallsInAndItsRedirects() {
        put("hours", "sys.Dial('bob@local') if sys.In\n");

        JsonNode said = run("hours", "joe@x.org", "bob@localhost");

        assertThat(texts(said.path("legs"))).containsExactly("bob@localhost");
        assertThat(said.path("end").path("status").asInt()).isEqualTo(480);
    }

    @Test
    void anAccountWithAPlanOfItsOwnIsFollowedThere() {
        put("hours", "sys.Dial('carol@local')\n");
        assertThat(aaron.put("/api/v1/accounts/bob", "{\"in\": \"hours\"}").status())
                .isEqualTo(200);
        put("main", "sys.Dial('bob@local')\n");

        JsonNode said = run("main", "alice", "1");

        assertThat(texts(said.path("legs")))
                .containsExactly("bob@localhost, by its plan hours", "carol@localhost");
        assertThat(said.path("dials").get(1).path("plan").asString()).isEqualTo("hours");
    }

    @Test
    void aLegThatWouldRingNobodyIsWarnedOf() {
        assertThat(aaron.put("/api/v1/accounts/eve", "{\"password\": \"pe\"}").status())
                .isEqualTo(201);
        assertThat(
                        aaron.put(
                                        "/api/v1/dialplans/simple",
                                        "{\"type\":\"rules\",\"rules\":[{\"match\":\"exact\",\"pattern\":\"1\","
                                            + "\"command\":\"dial\",\"parameters\":\"eve@local[tr=c]\"}]}")
                                .status())
                .isEqualTo(200);

        assertThat(texts(run("simple", "alice", "1").path("warnings")))
                .containsExactly(
                        "eve@localhost cannot be reached: no phone of it is registered.",
                        "eve@local has tr=c, and there is no dial plan transfer: transfers"
                                + " reach accounts of this server only.");
    }

    @Test
    void theClockOfAScriptShowsWhenTheCallIsToCome() {
        put("main", "sys.Respond(480, Time.now.utc.strftime('%F %H:%M'))");

        assertThat(run("main", "alice", "1").path("end").path("reason").asString())
                .isEqualTo("2026-12-24 18:30");
    }

    @Test
    void aPlanThatHasChangedIsWhatTheNextRunSees() {
        put("main", "sys.Respond(480, 'one')");
        assertThat(run("main", "alice", "1").path("end").path("reason").asString())
                .isEqualTo("one");
        put("main", "sys.Respond(480, 'two')");
        assertThat(run("main", "alice", "1").path("end").path("reason").asString())
                .isEqualTo("two");
    }
}
