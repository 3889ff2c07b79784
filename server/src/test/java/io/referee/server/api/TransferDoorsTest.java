package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

class TransferDoorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);
    private final String call = live.talking("<sip:guest@elsewhere.example>", "bob");
    private final String path = "/api/v1/calls/" + call + "/transfers";
    private final String leg =
            aaron.get("/api/v1/calls/" + call).json().path("legs").get(1).path("leg").asString();

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private String order(String more) {
        return "{\"kind\": \"blind\", \"leg\": \"" + leg + "\", \"to\": \"carol\"" + more + "}";
    }

    @Test
    void aBlindTransferBeginsAndCanBeLookedAt() {
        Client.Got begun =
                aaron.post(path, order(", \"ringTimeout\": 20, \"headers\": {\"X-Case\": \"7\"}"));

        assertThat(begun.status()).isEqualTo(202);
        assertThat(live.wire.request("INVITE").uri().text()).contains("carol@");
        assertThat(
                        live.wire
                                .request("INVITE")
                                .value(io.referee.sip.message.HeaderName.of("X-Case")))
                .contains("7");
        String id = begun.json().path("id").asString();
        assertThat(begun.response().headers().firstValue("Location"))
                .contains("/api/v1/transfers/" + id);
        JsonNode transfer = aaron.get("/api/v1/transfers/" + id).json();
        assertThat(transfer.path("phase").asString()).isEqualTo("dialling");
        assertThat(transfer.path("outcome").asString()).isEmpty();
        assertThat(transfer.path("legs").path("transferor").asString()).isEqualTo(leg);
        assertThat(transfer.path("times").path("requested").asString())
                .isEqualTo("2026-11-21T04:00:00.000Z");
        assertThat(aaron.get("/api/v1/calls/" + call).json().path("state").asString())
                .isEqualTo("transferring");
    }

    @Test
    void aFailedTransferTellsTheTruthAndTheOldCallGoesOn() {
        String id = aaron.post(path, order("")).json().path("id").asString();

        live.refuse();

        JsonNode transfer = aaron.get("/api/v1/transfers/" + id).json();
        assertThat(transfer.path("outcome").asString()).isEqualTo("failed");
        assertThat(transfer.path("sipCode").asInt()).isEqualTo(486);
        assertThat(aaron.get("/api/v1/calls/" + call).json().path("state").asString())
                .isEqualTo("answered");
        assertThat(live.wire.sentAny("BYE")).isFalse();
    }

    @Test
    void theSameIdempotencyKeyFindsTheSameTransfer() {
        Client once = aaron.with("Idempotency-Key", "key-1");

        Client.Got first = once.post(path, order(""));
        Client.Got again = once.post(path, order(""));

        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
        assertThat(once.post(path, order(", \"onFail\": \"hangup\"")).code())
                .isEqualTo("key-reused");
        assertThat(aaron.with("Idempotency-Key", "k".repeat(256)).post(path, order("")).status())
                .isEqualTo(400);
    }

    @Test
    void aReferIsSentToTheLegAndShowsWhatIsKnownOfIt() {
        Client.Got begun = aaron.post(path, order(", \"force\": true").replace("blind", "refer"));

        assertThat(begun.status()).isEqualTo(202);
        assertThat(live.wire.request("REFER").value(io.referee.sip.message.HeaderName.REFER_TO))
                .hasValueSatisfying(to -> assertThat(to).startsWith("<sip:carol@localhost;xid="));
        String id = begun.json().path("id").asString();
        JsonNode transfer = aaron.get("/api/v1/transfers/" + id).json();
        assertThat(transfer.path("kind").asString()).isEqualTo("refer");
        assertThat(transfer.path("refer").path("status").asInt()).isZero();
        assertThat(transfer.path("refer").path("notified").asInt()).isZero();
        assertThat(transfer.path("legs").path("transferee").asString()).isEqualTo(leg);
        assertThat(aaron.delete("/api/v1/transfers/" + id).status()).isEqualTo(409);
    }

    @Test
    void whatBelongsToAnotherKindIsRefused() {
        Client.Got refer =
                aaron.post(path, order(", \"onFail\": \"hangup\"").replace("blind", "refer"));
        Client.Got blind = aaron.post(path, order(", \"force\": true"));
        Client.Got text = aaron.post(path, order(", \"force\": \"yes\"").replace("blind", "refer"));

        assertThat(refer.status()).isEqualTo(400);
        assertThat(refer.body()).contains("onFail does not belong");
        assertThat(blind.status()).isEqualTo(400);
        assertThat(text.status()).isEqualTo(400);
    }

    @Test
    void aRequestSaysHowItIsCarriedOut() {
        Client.Got begun =
                aaron.post(path, order(", \"callerId\": \"transferor\", \"music\": \"bob\""));
        Client.Got refer = aaron.post(path, order(", \"notify\": false").replace("blind", "refer"));

        assertThat(begun.status()).isEqualTo(202);
        assertThat(live.wire.request("INVITE").body()).isEmpty(); // the offer for the music
        assertThat(refer.code()).isEqualTo("transfer-running");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "callerId": "anybody"       | blind    | callerId must be transferee or transferor
                    "music": "nobody"           | blind    | music must name an account of yours
                    "music": "http://x/y"       | blind    | music must name an account of yours
                    "music": "dora"             | blind    | music must name an account of yours
                    "notify": false             | blind    | notify does not belong
                    "callerId": "transferee"    | refer    | callerId does not belong
                    "music": "carol"            | refer    | music does not belong
                    "notify": "no"              | refer    | notify must be true or false
                    "music": "carol"            | attended | music does not belong
                    """)
    void aWrongMannerIsRefusedInOneSentence(String field, String kind, String why) {
        Client.Got got = aaron.post(path, order(", " + field).replace("blind", kind));

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message()).contains(why);
        assertThat(live.wire.sentAny("REFER")).isFalse();
    }

    @Test
    void aSecondTransferOfTheSameCallIsAConflict() {
        aaron.post(path, order(""));

        Client.Got second = aaron.post(path, order(""));

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.code()).isEqualTo("transfer-running");
    }

    @Test
    void aForbiddenTargetNamesTheSettingThatWouldAllowIt() {
        Client.Got got = aaron.post(path, order("").replace("carol", "carol@far.example"));

        assertThat(got.status()).isEqualTo(403);
        assertThat(got.code()).isEqualTo("not-allowed");
        assertThat(got.json().path("error").path("setting").asString()).contains("transfer");
    }

    @Test
    void aTransferIsAbortedOnceAndNotTwice() {
        String id = aaron.post(path, order("")).json().path("id").asString();

        Client.Got aborted = aaron.delete("/api/v1/transfers/" + id);

        assertThat(aborted.status()).isEqualTo(200);
        assertThat(aborted.json().path("outcome").asString()).isEqualTo("aborted");
        Client.Got again = aaron.delete("/api/v1/transfers/" + id);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("too-late");
    }

    @Test
    void aTransferOfSomebodyElseLooksLikeNone() {
        String id = aaron.post(path, order("")).json().path("id").asString();
        Client berta = http.key(LiveApi.BERTA);

        assertThat(berta.get("/api/v1/transfers/" + id).status()).isEqualTo(404);
        assertThat(berta.delete("/api/v1/transfers/" + id).status()).isEqualTo(404);
        assertThat(berta.post(path, order("")).status()).isEqualTo(404);
        assertThat(aaron.get("/api/v1/transfers/" + id).json().path("outcome").asString())
                .isEmpty();
    }

    @Test
    void aCallThatOnlyRingsIsNotTransferred() {
        String ringing = live.ringing("<sip:guest@elsewhere.example>", "carol");
        String caller =
                aaron.get("/api/v1/calls/" + ringing)
                        .json()
                        .path("legs")
                        .get(0)
                        .path("leg")
                        .asString();

        Client.Got got =
                aaron.post(
                        "/api/v1/calls/" + ringing + "/transfers",
                        "{\"leg\": \"" + caller + "\", \"to\": \"alice\"}");

        assertThat(got.status()).isEqualTo(409);
        assertThat(got.code()).isEqualTo("not-answered");
    }

    @ParameterizedTest
    @CsvSource({"attended", "dual"})
    void twoCallsAreJoined(String kind) {
        String other = live.talking("<sip:guest2@elsewhere.example>", "carol");
        String otherLeg =
                aaron.get("/api/v1/calls/" + other)
                        .json()
                        .path("legs")
                        .get(1)
                        .path("leg")
                        .asString();
        String body =
                "{\"kind\": \"%s\", \"leg\": \"%s\", \"otherCall\": \"%s\", \"otherLeg\": \"%s\"}"
                        .formatted(kind, leg, other, otherLeg);

        Client.Got got = aaron.post(path, body);

        assertThat(got.status()).isEqualTo(202);
        assertThat(got.json().path("kind").asString()).isEqualTo(kind);
        assertThat(got.json().path("phase").asString()).isEqualTo("reconnecting");
        assertThat(aaron.post(path, body).status()).isEqualTo(409);
        assertThat(http.key(LiveApi.BERTA).post(path, body).status()).isEqualTo(404);
        assertThat(aaron.post(path, body.replace(other, "cnone")).status()).isEqualTo(404);
    }

    @Test
    void anUnknownLegIsNotFound() {
        Client.Got got = aaron.post(path, order("").replace(leg, "lnone"));

        assertThat(got.status()).isEqualTo(404);
        assertThat(got.message()).contains("lnone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"kind\": \"attended\", \"leg\": \"l\"} | 400 | otherCall",
                "{\"kind\": \"dual\", \"leg\": \"l\", \"otherCall\": \"c\"} | 400 | otherLeg",
                "{\"kind\": \"attended\", \"leg\": \"l\", \"to\": \"c\"} | 400 | otherCall",
                "{\"kind\": \"dual\", \"leg\": \"l\", \"ringTimeout\": 9} | 400 | ringTimeout",
                "{\"kind\": \"attended\", \"leg\": \"l\", \"headers\": {}} | 400 | headers",
                "{\"kind\": \"attended\", \"leg\": \"l\", \"otherCall\": \"c\","
                        + " \"otherLeg\": \"m\", \"onFail\": \"cry\"} | 400 | onFail",
                "{\"kind\": \"refer\", \"leg\": \"l\"} | 400 | to",
                "{\"kind\": \"psychic\", \"leg\": \"l\"} | 400 | kind",
                "{\"to\": \"carol\"} | 400 | leg",
                "{\"leg\": \"l\"} | 400 | to",
                "{\"leg\": 7, \"to\": \"carol\"} | 400 | leg must be a text",
                "{\"leg\": \"l\", \"to\": \"c\", \"ringTimeout\": 0} | 400 | from 1 to 600",
                "{\"leg\": \"l\", \"to\": \"c\", \"ringTimeout\": \"x\"} | 400 | ringTimeout",
                "{\"leg\": \"l\", \"to\": \"c\", \"onFail\": \"to:\"} | 400 | onFail",
                "{\"leg\": \"l\", \"to\": \"c\", \"onFail\": \"cry\"} | 400 | onFail",
                "{\"leg\": \"l\", \"to\": \"c\", \"headers\": {\"Via\": \"x\"}} | 400 | Via",
                "{\"leg\": \"l\", \"to\": \"c\", \"headers\": {\"X-A\": \"a\\n"
                        + "b\"}} | 400 | one line",
                "{\"leg\": \"l\", \"to\": \"c\", \"headers\": [1]} | 400 | object of texts",
                "{\"leg\": \"l\", \"to\": \"c\", \"otherCall\": \"c2\"} | 400 | attended",
                "{\"leg\": \"l\", \"tow\": \"carol\"} | 400 | nearest known one is to",
                "[] | 400 | an object is expected",
                "{\"leg\": \"l\", | 400 | line 1:",
                "{\"leg\": \"l\", \"leg\": \"m\"} | 400 | Duplicate",
            })
    void aWrongOrderIsExplained(String body, int status, String words) {
        Client.Got got = aaron.post(path, body);

        assertThat(got.status()).isEqualTo(status);
        assertThat(got.message()).contains(words);
        assertThat(live.core.switchboard().call(call).orElseThrow().guarded()).isFalse();
    }
}
