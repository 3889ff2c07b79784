package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;

import java.util.List;

/// The web services that go by key.
class OlderKeyServiceTest {
    private static final String BASE = "/rest/v0.1/provisioning.svc/";

    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.with("apikey", LiveApi.AARON);
    private final Client berta = http.with("apikey", LiveApi.BERTA);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private static JsonNode result(Client.Got got) {
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("Error").isNull()).as(got.body()).isTrue();
        assertThat(got.json().path("Success").asBoolean(false)).isTrue();
        return got.json().path("Result");
    }

    private static String error(Client.Got got) {
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("Result").isNull()).as(got.body()).isTrue();
        assertThat(got.json().path("Success").asBoolean(true)).isFalse();
        return got.json().path("Error").asString();
    }

    private JsonNode only(String group, String where) {
        JsonNode list = result(aaron.get(BASE + group + "/get?where=" + where));
        assertThat(list.size()).isEqualTo(1);
        return list.get(0);
    }

    private static String id(JsonNode row) {
        return row.path("ID").asString();
    }

    @Test
    void everyAnswerIsInAnEnvelope() {
        assertThat(http.get(BASE + "isalive").body())
                .isEqualTo("{\"Error\":null,\"Result\":true,\"Success\":true}");
        assertThat(error(http.get(BASE + "sipaccount/get"))).contains("apikey is needed");
        assertThat(error(http.with("apikey", "x").get(BASE + "sipaccount/get")))
                .contains("not known");
        assertThat(error(aaron.post(BASE + "sipaccount/add", "{"))).contains("cannot be parsed");
        live.tooBusy();
        assertThat(error(aaron.get(BASE + "call/get"))).contains("did not answer");
    }

    @ParameterizedTest
    @CsvSource({
        "sipaccount, 3, 1",
        "sipaccountbinding, 3, 1",
        "sipprovider, 0, 0",
        "sipproviderbinding, 0, 0",
        "dialplan, 1, 0",
        "call, 2, 0",
        "cdr, 2, 0"
    })
    void eachGroupIsListedForItsOwner(String group, int his, int hers) {
        live.talking("<sip:guest@elsewhere.example>", "bob");

        for (Client client : List.of(aaron, berta)) {
            int expected = client == aaron ? his : hers;
            JsonNode list = result(client.get(BASE + group + "/get"));
            assertThat(list.size()).isEqualTo(expected);
            assertThat(result(client.get(BASE + group + "/count")).asInt()).isEqualTo(expected);
            for (JsonNode row : list) {
                assertThat(row.propertyNames().stream().toList()).isSorted().contains("ID");
            }
        }
    }

    @Test
    void anAccountIsAddedChangedAndRemoved() {
        String add = "{\"SIPUsername\": \"erika\", \"SIPPassword\": \"pe\", \"AvatarURL\": \"u\"}";
        String id = result(aaron.post(BASE + "sipaccount/add", add)).asString();
        JsonNode erika = only("sipaccount", "SIPUsername=%22erika%22");
        String update = "{\"ID\": \"" + id + "\", \"OutDialPlanName\": \"simple\"}";

        assertThat(id(erika)).isEqualTo(id);
        assertThat(erika.path("OutDialPlanName").isNull()).isTrue();
        assertThat(error(aaron.post(BASE + "sipaccount/add", add))).contains("exists");
        assertThat(error(berta.post(BASE + "sipaccount/update", update))).contains("no account");
        assertThat(error(berta.get(BASE + "sipaccount/delete?id=" + id))).contains("no account");
        assertThat(result(aaron.post(BASE + "sipaccount/update", update)).asString()).isEqualTo(id);
        assertThat(only("sipaccount", "SIPUsername=%22erika%22").path("OutDialPlanName").asString())
                .isEqualTo("simple");
        assertThat(result(aaron.get(BASE + "sipaccount/delete?id=" + id)).asBoolean(false))
                .isTrue();
        assertThat(error(aaron.get(BASE + "sipaccount/delete?id=" + id))).contains("no account");
    }

    @Test
    void whatPlansKeepIsWrittenReadAndDeleted() {
        String write = "{\"key\": \"mode\", \"value\": \"away\"}";
        assertThat(result(aaron.post(BASE + "keyvalue/write", write)).asBoolean(false)).isTrue();
        assertThat(live.values.read("aaron", "mode")).contains("away");

        assertThat(result(aaron.get(BASE + "keyvalue/read?key=mode")).asString()).isEqualTo("away");
        assertThat(result(aaron.get(BASE + "keyvalue/read?key=none")).isNull()).isTrue();
        assertThat(result(aaron.get(BASE + "keyvalue/getkeys")).toString()).isEqualTo("[\"mode\"]");
        assertThat(result(berta.get(BASE + "keyvalue/getkeys")).size()).isZero();
        assertThat(result(berta.get(BASE + "keyvalue/read?key=mode")).isNull()).isTrue();

        result(berta.get(BASE + "keyvalue/delete?key=mode"));
        assertThat(live.values.read("aaron", "mode")).contains("away");
        assertThat(result(aaron.get(BASE + "keyvalue/delete?key=mode")).asBoolean(false)).isTrue();
        assertThat(live.values.keys("aaron")).isEmpty();
    }

    @Test
    void aValueThatCannotBeKeptIsRefused() {
        assertThat(error(aaron.post(BASE + "keyvalue/write", "{\"value\": \"x\"}")))
                .contains("A key has");
        assertThat(error(aaron.get(BASE + "keyvalue/read"))).contains("A key has");
        assertThat(error(aaron.get(BASE + "keyvalue/read?key=" + "k".repeat(256))))
                .contains("A key has");
        assertThat(
                        error(
                                aaron.post(
                                        BASE + "keyvalue/write",
                                        "{\"key\": \"k\", \"value\": \""
                                                + "x".repeat(10_001)
                                                + "\"}")))
                .contains("10000 characters");
        assertThat(error(http.get(BASE + "keyvalue/getkeys"))).contains("apikey is needed");
        assertThat(error(http.with("apikey", LiveApi.ADMIN).get(BASE + "keyvalue/getkeys")))
                .contains("owner");
    }

    @Test
    void anUpdateKeepsWhatItDoesNotName() {
        String before = http.key(LiveApi.AARON).get("/api/v1/accounts/bob").body();
        String bob = id(only("sipaccount", "SIPUsername=%22bob%22"));

        result(aaron.post(BASE + "sipaccount/update", "{\"ID\": \"" + bob + "\"}"));

        assertThat(http.key(LiveApi.AARON).get("/api/v1/accounts/bob").body()).isEqualTo(before);
        assertThat(before).contains("consume");
    }

    @Test
    void keepAlivesAndTheNetworkAreThoseOfTheAccount() {
        String bob = id(only("sipaccount", "SIPUsername=%22bob%22"));
        String set = "\"SendNATKeepAlives\": true, \"NetworkID\": \"home\"";
        result(aaron.post(BASE + "sipaccount/update", "{\"ID\": \"" + bob + "\", " + set + "}"));
        result(aaron.post(BASE + "sipaccount/update", "{\"ID\": \"" + bob + "\"}"));

        JsonNode now = only("sipaccount", "SIPUsername=%22bob%22");
        assertThat(now.path("SendNATKeepAlives").asBoolean()).isTrue();
        assertThat(now.path("NetworkID").asString()).isEqualTo("home");
    }

    @Test
    void whatWasReadCanBePutBack() {
        for (JsonNode account : result(aaron.get(BASE + "sipaccount/get"))) {
            result(aaron.post(BASE + "sipaccount/update", account.toString()));
        }
        for (JsonNode plan : result(aaron.get(BASE + "dialplan/get"))) {
            result(aaron.post(BASE + "dialplan/update", plan.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"SIPUsername\": \"rob\" | cannot be changed",
                "\"IsUserDisabled\": true | IsUserDisabled has no meaning",
                "\"IPAddressACL\": \"10.0.0.1\" | IPAddressACL has no meaning",
                "\"OutDialPlanName\": \"none\" | none",
                "\"SipPass\": \"x\" | nearest known one is SIPPassword",
            })
    void whatCannotBeIsRefusedAndNothingChanges(String field, String words) {
        String bob = id(only("sipaccount", "SIPUsername=%22bob%22"));
        String before = aaron.get(BASE + "sipaccount/get").body();

        assertThat(
                        error(
                                aaron.post(
                                        BASE + "sipaccount/update",
                                        "{\"ID\": \"" + bob + "\", " + field + "}")))
                .contains(words);
        assertThat(aaron.get(BASE + "sipaccount/get").body()).isEqualTo(before);
    }

    @Test
    void aProviderIsAddedChangedAndRemoved() {
        String add =
                "{\"ProviderName\": \"blueface\", \"ProviderServer\": \"sip.example.org\","
                        + " \"ProviderUsername\": \"u\", \"ProviderPassword\": \"secret\","
                        + " \"CustomHeaders\": \"X-A: 1|X-B: 2\", \"RegisterExpiry\": 600,"
                        + " \"RegisterEnabled\": true}";
        String id = result(aaron.post(BASE + "sipprovider/add", add)).asString();
        JsonNode provider = only("sipprovider", "ProviderName=%22blueface%22");

        assertThat(id(provider)).isEqualTo(id);
        assertThat(provider.path("CustomHeaders").asString()).isEqualTo("X-A: 1|X-B: 2");
        assertThat(provider.path("RegisterExpiry").asInt()).isEqualTo(600);
        assertThat(provider.path("ProviderPassword").asString()).isEmpty();
        assertThat(error(aaron.post(BASE + "sipprovider/add", add))).contains("exists");
        result(aaron.post(BASE + "sipprovider/update", provider.toString()));
        assertThat(only("sipprovider", "")).isEqualTo(provider);
        String off = "{\"ID\": \"" + id + "\", \"RegisterEnabled\": false}";
        assertThat(error(berta.post(BASE + "sipprovider/update", off))).contains("no provider");
        result(aaron.post(BASE + "sipprovider/update", off));
        assertThat(only("sipprovider", "").path("RegisterEnabled").asBoolean(true)).isFalse();
        result(aaron.get(BASE + "sipprovider/delete?id=" + id));
        assertThat(result(aaron.get(BASE + "sipprovider/count")).asInt()).isZero();
    }

    @Test
    void aDialPlanIsAddedChangedCopiedAndRemoved() {
        String add =
                "{\"DialPlanName\": \"main\", \"DialPlanScript\": \"sys.Log('a')\","
                        + " \"ScriptTypeDescription\": \"Ruby\"}";
        String id = result(aaron.post(BASE + "dialplan/add", add)).asString();
        String update = "{\"ID\": \"" + id + "\", \"DialPlanScript\": \"sys.Log('b')\"}";

        assertThat(error(aaron.post(BASE + "dialplan/add", add))).contains("exists");
        assertThat(error(berta.post(BASE + "dialplan/update", update))).contains("no dial plan");
        result(aaron.post(BASE + "dialplan/update", update));
        assertThat(only("dialplan", "DialPlanName=%22main%22").path("DialPlanScript").asString())
                .isEqualTo("sys.Log('b')");
        result(aaron.get(BASE + "dialplan/copy?id=" + id));
        result(aaron.get(BASE + "dialplan/copy?id=" + id));
        assertThat(
                        only("dialplan", "DialPlanName=%22main-Copy-2%22")
                                .path("DialPlanScript")
                                .asString())
                .isEqualTo("sys.Log('b')");
        result(aaron.get(BASE + "dialplan/delete?id=" + id));
        assertThat(error(aaron.get(BASE + "dialplan/delete?id=" + id))).contains("no dial plan");
    }

    @Test
    void whomATraceIsMailedToStaysUnlessItIsChanged() {
        String add =
                "{\"DialPlanName\": \"main\", \"DialPlanScript\": \"sys.Trace = true\","
                        + " \"TraceEmailAddress\": \"al@example.org\"}";
        String id = result(aaron.post(BASE + "dialplan/add", add)).asString();
        String update = "{\"ID\": \"" + id + "\", \"DialPlanScript\": \"sys.Log('b')\"}";
        result(aaron.post(BASE + "dialplan/update", update));

        JsonNode main = only("dialplan", "DialPlanName=%22main%22");
        assertThat(main.path("TraceEmailAddress").asString()).isEqualTo("al@example.org");
        assertThat(
                        http.key(LiveApi.AARON)
                                .get("/api/v1/dialplans/main")
                                .json()
                                .path("traceEmail")
                                .asString())
                .isEqualTo("al@example.org");
    }

    @Test
    void aListOfRulesIsAWizardPlan() {
        JsonNode simple = only("dialplan", "DialPlanName=%22simple%22");
        assertThat(simple.path("ScriptTypeDescription").asString()).isEqualTo("SimpleWizard");

        result(aaron.get(BASE + "dialplan/copy?id=" + id(simple)));

        assertThat(
                        http.key(LiveApi.AARON)
                                .get("/api/v1/dialplans/simple-Copy")
                                .json()
                                .path("rules"))
                .isEqualTo(
                        http.key(LiveApi.AARON)
                                .get("/api/v1/dialplans/simple")
                                .json()
                                .path("rules"));
        assertThat(error(aaron.get(BASE + "dialplan/delete?id=" + id(simple)))).contains("in use");
        String script = "{\"ID\": \"" + id(simple) + "\", \"DialPlanScript\": \"sys.Log('x')\"}";
        assertThat(error(aaron.post(BASE + "dialplan/update", script))).contains("has no script");
        String wizard = "{\"DialPlanName\": \"w\", \"ScriptTypeDescription\": \"SimpleWizard\"}";
        result(aaron.post(BASE + "dialplan/add", wizard));
    }

    @Test
    void theAdministratorActsForAnOwner() {
        Client admin = http.with("apikey", LiveApi.ADMIN);
        String add = "{\"SIPUsername\": \"erika\", \"SIPPassword\": \"pe\"}";

        assertThat(result(admin.get(BASE + "sipaccount/count")).asInt()).isEqualTo(4);
        assertThat(error(admin.post(BASE + "sipaccount/add", add))).contains("owner=NAME");
        result(admin.post(BASE + "sipaccount/add?owner=berta", add));
        assertThat(result(berta.get(BASE + "sipaccount/count")).asInt()).isEqualTo(2);
        assertThat(error(aaron.get(BASE + "sipaccount/get?owner=berta"))).contains("administrator");
    }

    @Test
    void aSessionIsNoKey() {
        String login =
                "/provisioning.svc/rest/customer/login?username=aaron&password=secret-for-the-console";
        String id = http.get(login).json().asString();

        assertThat(error(http.with("AuthID", id).get(BASE + "sipaccount/get")))
                .contains("apikey is needed");
    }
}
