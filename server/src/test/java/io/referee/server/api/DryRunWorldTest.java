package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What scripts find of the world in a dry run: what is kept as it is, the rest as it was given;
/// and nothing changes.
class DryRunWorldTest {
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

    private JsonNode run(String script, Map<String, Object> more) {
        Client.Got saved =
                aaron.put(
                        "/api/v1/dialplans/main",
                        Json.text(Map.of("type", "ruby", "script", script)));
        assertThat(saved.status()).as(saved.body()).isIn(200, 201);
        Map<String, Object> body = new LinkedHashMap<>(Map.of("from", "alice", "to", "5"));
        body.putAll(more);
        Client.Got got = aaron.post("/api/v1/dialplans/main/dry-run", Json.text(body));
        assertThat(got.status()).as(got.body()).isEqualTo(200);
        return got.json();
    }

    private static List<String> lines(JsonNode said) {
        return said.path("decisions").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void whatIsKeptIsReadAndWhatIsWrittenIsSeenByThisRunOnly() {
        live.values.apply("aaron", Map.of("mode", Optional.of("away"), "old", Optional.of("x")));
        live.values.apply("berta", Map.of("mode", Optional.of("secret")));

        JsonNode said =
                run(
                        """
                        sys.Respond(486, sys.DBRead('mode')) if sys.DBRead('mode') != 'away'
                        sys.DBWrite('mode', 'home')
                        sys.DBDelete('old')
                        sys.StartTransaction()
                        sys.DBWrite('later', '1')
                        sys.RollbackTransaction()
                        sys.Respond(480, "#{sys.DBRead('mode')} #{sys.DBGetKeys().to_a.join(',')}")
                        """,
                        Map.of());

        assertThat(said.path("end").path("reason").asString()).isEqualTo("home mode");
        assertThat(lines(said))
                .contains(
                        "sys.DBRead(\"mode\") = \"away\"",
                        "would write mode = home",
                        "would delete old");
        assertThat(live.values.read("aaron", "mode")).contains("away");
        assertThat(live.values.keys("aaron")).containsExactly("mode", "old");
    }

    @Test
    void aValueThatIsTooLongIsRefusedAsInACall() {
        JsonNode said = run("sys.DBWrite('k', 'x' * 10001)\nsys.DBWrite('a', 'b', 'c')", Map.of());

        assertThat(lines(said))
                .contains(
                        "DBWrite: a value has 10000 characters at most",
                        "DBWrite with a database of your own is not available")
                .noneMatch(line -> line.startsWith("would write"));
    }

    @Test
    void aPageIsNotFetchedButSaidAndAnswersWhatWasGiven() {
        String script =
                """
                name = sys.WebGet("http://names.example/?n=#{req.URI.User}", 3)
                other = sys.WebGet('http://other.example/')
                sys.Respond(480, "#{name.to_s}-#{other.inspect}")
                """;

        JsonNode unknown = run(script, Map.of());
        JsonNode known = run(script, Map.of("web", Map.of("http://names.example/*", "Joe")));

        assertThat(lines(unknown))
                .contains(
                        "would fetch http://names.example/?n=5; nil here, as no answer was given"
                                + " with web");
        assertThat(unknown.path("end").path("reason").asString()).isEqualTo("-nil");
        assertThat(known.path("end").path("reason").asString()).isEqualTo("Joe-nil");
    }

    @Test
    void aNumberIsNotLookedUpButAnswersWhatWasGiven() {
        String script =
                """
                uri = sys.ENUMLookup("+#{req.URI.User}.e164.arpa")
                sys.Dial(uri) if uri
                """;

        JsonNode unknown = run(script, Map.of());
        JsonNode known = run(script, Map.of("enum", Map.of("5.e164.arpa", "sip:j@x.example")));

        assertThat(unknown.path("legs").isEmpty()).isTrue();
        assertThat(lines(unknown)).anyMatch(line -> line.startsWith("would look up +5.e164.arpa"));
        assertThat(known.path("legs").get(0).asString()).contains("j@x.example");
    }

    @Test
    void callsBesideTheCallMailAndRequestsAreToldAndNotMade() {
        int before = live.wire.count();
        JsonNode said =
                run(
                        """
                        sys.Callback('bob@local', 'carol@local')
                        sys.Email('a@b.example', 'Hello', 'text')
                        sys.Log(sys.SendRequest('MESSAGE', 'bob@local', 'text/plain', 'x', 1).inspect)
                        """,
                        Map.of());

        assertThat(lines(said))
                .contains(
                        "callback: bob@local, then carol@local",
                        "would mail to a@b.example: Hello",
                        "MESSAGE sip:bob@198.51.100.7:6002",
                        "line 3: nil");
        assertThat(said.path("legs").valueStream().map(JsonNode::asString))
                .containsExactly("bob@localhost", "carol@localhost");
        assertThat(live.core.switchboard().calls()).isEmpty();
        assertThat(live.wire.count()).isEqualTo(before);
    }

    @Test
    void whatIsNoTextIsRefused() {
        Client.Got got =
                aaron.post(
                        "/api/v1/dialplans/simple/dry-run",
                        "{\"from\": \"alice\", \"to\": \"1\", \"web\": {\"http://x\": 7}}");

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.body()).contains("web.http://x").contains("a text");
    }
}
