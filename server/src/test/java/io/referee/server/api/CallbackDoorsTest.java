package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/// Calls that connect two whom dial strings name.
class CallbackDoorsTest {
    private static final String PATH = "/api/v1/callbacks";

    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    @Test
    void theFirstDialStringIsRungAndTheCallIsShown() {
        Client.Got got =
                aaron.post(PATH, "{\"first\": \"bob@local\", \"second\": \"carol@local\"}");

        assertThat(got.status()).as(got.body()).isEqualTo(202);
        String id = got.json().path("id").asString();
        assertThat(got.response().headers().firstValue("Location")).contains("/api/v1/calls/" + id);
        assertThat(live.wire.request("INVITE").uri().text()).contains("bob@");
        assertThat(aaron.get("/api/v1/calls/" + id).status()).isEqualTo(200);
    }

    @Test
    void aNumberGoesThroughThePlanOfTheAccount() {
        Client.Got got =
                aaron.post(
                        PATH,
                        "{\"first\": \"200\", \"second\": \"bob@local\", \"account\": \"alice\"}");

        assertThat(got.status()).as(got.body()).isEqualTo(202);
        assertThat(live.wire.request("INVITE").uri().text()).contains("carol@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "alice@local", "alice@localhost", "alice@sipsorcery"})
    void theAccountMayBeNamedAsInADialString(String account) {
        Client.Got got =
                aaron.post(
                        PATH,
                        "{\"first\": \"200\", \"second\": \"bob@local\", \"account\": \""
                                + account
                                + "\"}");

        assertThat(got.status()).as(got.body()).isEqualTo(202);
        assertThat(live.wire.request("INVITE").uri().text()).contains("carol@");
    }

    @Test
    void anAccountThatTakesCallsOnlyPlacesNoneOverHttpEither() {
        assertThat(aaron.put("/api/v1/accounts/alice", "{\"incomingOnly\": true}").status())
                .isEqualTo(200);

        Client.Got dialled =
                aaron.post(
                        PATH,
                        "{\"first\": \"200\", \"second\": \"bob@local\", \"account\": \"alice\"}");
        Client.Got placed =
                aaron.post("/api/v1/calls", "{\"from\": \"alice\", \"to\": \"sip:bob@localhost\"}");

        assertThat(dialled.status()).as(dialled.body()).isEqualTo(403);
        assertThat(placed.status()).as(placed.body()).isEqualTo(403);
        assertThat(placed.body()).contains("takes calls only");
        assertThat(live.wire.sentAny("INVITE")).isFalse();
    }

    @Test
    void anAccountThatTakesCallsOnlyCanBeCalledBack() {
        assertThat(aaron.put("/api/v1/accounts/alice", "{\"incomingOnly\": true}").status())
                .isEqualTo(200);

        Client.Got got =
                aaron.post(PATH, "{\"first\": \"alice@local\", \"second\": \"bob@local\"}");

        assertThat(got.status()).as(got.body()).isEqualTo(202);
        assertThat(live.wire.request("INVITE").uri().text()).contains("alice@");
    }

    @Test
    void aCallbackThatIsKeptIsAPlan() {
        Map<String, Object> rules =
                Map.of(
                        "type",
                        "rules",
                        "rules",
                        List.of(
                                Map.of(
                                        "match", "exact",
                                        "pattern", "callback",
                                        "command", "dial",
                                        "parameters", "bob@local"),
                                Map.of(
                                        "match", "exact",
                                        "pattern", "77",
                                        "command", "reject",
                                        "parameters", "486")));
        assertThat(aaron.put("/api/v1/dialplans/mum", Json.text(rules)).status()).isEqualTo(201);

        Client.Got refused = aaron.post(PATH, "{\"plan\": \"mum\", \"number\": \"77\"}");
        assertThat(refused.status()).as(refused.body()).isEqualTo(422);
        assertThat(live.wire.sentAny("INVITE")).isFalse();

        Client.Got got = aaron.post(PATH, "{\"plan\": \"mum\"}");
        assertThat(got.status()).as(got.body()).isEqualTo(202);
        assertThat(got.json().path("plan").asString()).isEqualTo("mum");
        assertThat(live.wire.request("INVITE").uri().text()).contains("bob@");
    }

    @Test
    void aNumberThatThePlanDoesNotKnowRingsNobody() {
        Client.Got got =
                aaron.post(
                        PATH,
                        "{\"first\": \"999\", \"second\": \"bob@local\", \"account\": \"alice\"}");

        assertThat(got.status()).isIn(202, 422);
        assertThat(live.wire.sentAny("INVITE")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 400 | first is missing",
                "{\"first\": \"bob\"} | 400 | second is missing",
                "{\"first\": \"bob[x\", \"second\": \"carol\"} | 400 | bob[x",
                "{\"first\": \"200\", \"second\": \"carol\"} | 404 | 200 is no account",
                "{\"first\": \"1@b.example\", \"second\": \"200\"} | 404 | none is there to dial"
                        + " it",
                "{\"first\": \"bob\", \"second\": \"carol\", \"account\": \"dora\"} | 404 | no"
                        + " account dora",
                "{\"first\": \"bob\", \"second\": \"carol\", \"ringSeconds\": 999} | 400 |"
                        + " ringSeconds",
                "{\"plan\": \"none\"} | 404 | no dial plan named none",
                "{\"plan\": \"simple\", \"first\": \"bob\"} | 400 | first cannot stand",
                "{\"plan\": \"simple\", \"ringSeconds\": 9} | 400 | ringSeconds cannot stand",
                "{\"number\": \"5\"} | 400 | number is for a plan",
            })
    void whatCannotBeIsRefused(String body, int status, String words) {
        Client.Got got = aaron.post(PATH, body);

        assertThat(got.status()).isEqualTo(status);
        assertThat(got.body()).contains(words);
        assertThat(live.wire.sentAny("INVITE")).isFalse();
    }
}
