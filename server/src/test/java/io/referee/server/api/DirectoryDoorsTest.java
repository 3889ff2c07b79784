package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

class DirectoryDoorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);
    private final Client admin = http.key(LiveApi.ADMIN);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private TransferMode modeOf(String account) {
        return live.directory.current().account(account, "localhost").orElseThrow().transfer();
    }

    @Test
    void anAccountIsAddedChangedAndRemoved() {
        Client.Got added = aaron.put("/api/v1/accounts/eve", "{\"password\": \"pe\"}");
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().path("changes").get(0).path("change").asString())
                .isEqualTo("added");

        Client.Got changed = aaron.put("/api/v1/accounts/eve", "{\"transfer\": \"consume\"}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(modeOf("eve")).isEqualTo(TransferMode.CONSUME);

        assertThat(aaron.delete("/api/v1/accounts/eve").status()).isEqualTo(200);
        assertThat(aaron.get("/api/v1/accounts/eve").status()).isEqualTo(404);
        assertThat(aaron.delete("/api/v1/accounts/eve").status()).isEqualTo(404);
    }

    @Test
    void whatStandsBetweenPhonesAndUsIsKept() {
        aaron.put("/api/v1/accounts/alice", "{\"natKeepAlives\": true, \"networkId\": \"home\"}");

        JsonNode alice = aaron.get("/api/v1/accounts/alice").json();
        assertThat(alice.path("natKeepAlives").asBoolean()).isTrue();
        assertThat(alice.path("networkId").asString()).isEqualTo("home");
        assertThat(live.directory.current().account("alice", "localhost").orElseThrow().network())
                .isEqualTo("aaron/home");

        aaron.put("/api/v1/accounts/alice", "{}");
        assertThat(aaron.get("/api/v1/accounts/alice").json().path("natKeepAlives").asBoolean())
                .isFalse();
    }

    @Test
    void anAccountThatPaysInAdvanceIsToppedUp() {
        aaron.put(
                "/api/v1/accounts/alice",
                "{\"out\": \"simple\", \"prepaid\": true, \"credit\": 600}");

        JsonNode alice = aaron.get("/api/v1/accounts/alice").json();
        assertThat(alice.path("prepaid").asBoolean()).isTrue();
        assertThat(alice.path("credit").asInt()).isEqualTo(600);
        assertThat(alice.path("creditUsed").asInt(-1)).isZero();

        assertThat(aaron.put("/api/v1/accounts/alice", "{\"credit\": 900}").status())
                .isEqualTo(200);
        assertThat(aaron.put("/api/v1/accounts/alice", "{\"transfer\": \"deny\"}").status())
                .isEqualTo(200);
        assertThat(aaron.get("/api/v1/accounts/alice").json().path("credit").asInt())
                .isEqualTo(900);

        aaron.put("/api/v1/accounts/alice", "{\"prepaid\": false}");
        alice = aaron.get("/api/v1/accounts/alice").json();
        assertThat(alice.path("prepaid").asBoolean()).isFalse();
        assertThat(alice.path("credit").asInt(-1)).isZero();
    }

    @Test
    void anAccountSaysWhatBecomesOfItsFailedTransfers() {
        aaron.put("/api/v1/accounts/alice", "{\"onFail\": \"recall,to:bob\"}");
        assertThat(aaron.get("/api/v1/accounts/alice").json().path("onFail").asString())
                .isEqualTo("recall,to:bob");

        Client.Got got = aaron.put("/api/v1/accounts/alice", "{\"onFail\": \"weep\"}");

        assertThat(got.status()).isEqualTo(400);
        assertThat(aaron.get("/api/v1/accounts/alice").json().path("onFail").asString())
                .isEqualTo("recall,to:bob");
    }

    @Test
    void anAccountWithoutCreditPlacesNoCall() {
        aaron.put("/api/v1/accounts/alice", "{\"prepaid\": true}");

        Client.Got got = aaron.post("/api/v1/calls", "{\"from\": \"alice\", \"to\": \"bob\"}");

        assertThat(got.status()).isEqualTo(402);
        assertThat(got.code()).isEqualTo("no-credit");
        assertThat(live.wire.sentAny("INVITE")).isFalse();
    }

    @Test
    void ratesAreSeenAndChangedByTheirOwnerAndTheAdministrator() {
        String rate =
                "{\"code\":\"gold\",\"prefix\":\"353\",\"plan\":\"home\",\"perMinute\":12.5,"
                        + "\"setup\":0.00001,\"increment\":60,\"description\":\"to all\"}";
        aaron.put("/api/v1/accounts/alice", "{\"prepaid\": true, \"ratePlan\": \"home\"}");
        assertThat(aaron.put("/api/v1/users/aaron", "{\"rates\": [" + rate + "]}").status())
                .isEqualTo(200);

        aaron.put("/api/v1/users/aaron", "{\"password\": \"another one\"}");
        aaron.put("/api/v1/accounts/alice", "{\"credit\": 12.5}");

        assertThat(aaron.get("/api/v1/users/aaron").body()).contains("\"rates\":[" + rate + "]");
        JsonNode alice = aaron.get("/api/v1/accounts/alice").json();
        assertThat(alice.path("ratePlan").asString()).isEqualTo("home");
        assertThat(alice.path("credit").asDecimal()).isEqualByComparingTo("12.5");
        assertThat(new Client(live).key(LiveApi.BERTA).get("/api/v1/users").body())
                .doesNotContain("gold");
        aaron.put("/api/v1/users/aaron", "{\"rates\": []}");
        assertThat(aaron.get("/api/v1/users/aaron").json().path("rates")).isEmpty();
    }

    @Test
    void whatIsShownCanBePutBackAndChangesNothing() {
        aaron.put(
                "/api/v1/users/aaron",
                "{\"rates\": [{\"prefix\": \"+353\", \"perMinute\": 0.00001}]}");
        aaron.put(
                "/api/v1/accounts/bob",
                "{\"prepaid\": true, \"credit\": 5, \"onFail\": \"hangup\"}");
        for (String path :
                new String[] {
                    "/api/v1/accounts/alice@localhost",
                    "/api/v1/accounts/bob@localhost",
                    "/api/v1/dialplans/simple",
                    "/api/v1/users/aaron"
                }) {
            Client.Got shown = aaron.get(path);
            Client.Got put = aaron.put(path, shown.body());

            assertThat(put.status()).as(put.body()).isEqualTo(200);
            for (JsonNode change : put.json().path("changes").values()) {
                assertThat(change.path("change").asString())
                        .as(change.toString())
                        .isEqualTo("unchanged");
            }
        }
    }

    @Test
    void secretsAreInNoAnswer() {
        for (String path :
                new String[] {"/api/v1/users", "/api/v1/users/aaron", "/api/v1/accounts"}) {
            String body = admin.get(path).body();

            assertThat(body)
                    .contains("alice")
                    .doesNotContain("password", "k-aaron", "argon2", "secret", "ha1");
            assertThat(body)
                    .doesNotContain(
                            live.directory.current().owner("aaron").orElseThrow().keyHashes())
                    .doesNotContain(
                            live.directory
                                    .current()
                                    .account("alice", "localhost")
                                    .orElseThrow()
                                    .ha1()
                                    .md5());
        }
    }

    @Test
    void anOwnerSeesWhatIsHisAndTheAdministratorAll() {
        assertThat(aaron.get("/api/v1/accounts").json().path("accounts").size()).isEqualTo(3);
        assertThat(admin.get("/api/v1/accounts").json().path("accounts").size()).isEqualTo(4);
        assertThat(
                        admin.get("/api/v1/accounts?owner=berta")
                                .json()
                                .path("accounts")
                                .get(0)
                                .path("owner")
                                .asString())
                .isEqualTo("berta");
        assertThat(aaron.get("/api/v1/users").json().path("users").size()).isEqualTo(1);
        assertThat(admin.get("/api/v1/dialplans").json().path("dialPlans").size()).isEqualTo(1);
    }

    @Test
    void anAccountOfSomebodyElseIsNotTaken() {
        Client.Got got = aaron.put("/api/v1/accounts/dora", "{\"password\": \"mine\"}");

        assertThat(got.status()).isEqualTo(400);
        assertThat(live.directory.current().account("dora", "localhost").orElseThrow().owner())
                .isEqualTo("berta");
        assertThat(aaron.delete("/api/v1/accounts/dora").status()).isEqualTo(404);
    }

    @Test
    void theAdministratorSaysWhoseNewAccountItIs() {
        String body = "{\"password\": \"pe\"}";

        assertThat(admin.put("/api/v1/accounts/eve", body).message()).contains("?owner=NAME");
        assertThat(admin.put("/api/v1/accounts/eve?owner=berta", body).status()).isEqualTo(201);
        assertThat(admin.put("/api/v1/accounts/eve", "{\"transfer\": \"consume\"}").status())
                .isEqualTo(200);
        assertThat(live.directory.current().account("eve", "localhost").orElseThrow().owner())
                .isEqualTo("berta");
    }

    @Test
    void aDialPlanInUseIsNotRemoved() {
        Client.Got got = aaron.delete("/api/v1/dialplans/simple");

        assertThat(got.status()).isEqualTo(409);
        assertThat(got.message()).contains("alice@localhost");
        String plan = "{\"type\": \"rules\", \"rules\": []}";
        assertThat(aaron.put("/api/v1/dialplans/other", plan).status()).isEqualTo(201);
        assertThat(aaron.delete("/api/v1/dialplans/other").status()).isEqualTo(200);
    }

    @Test
    void aDialPlanMayBeYamlWhoseLinesComplaintsName() {
        Client yaml = aaron.with("Content-Type", "application/yaml");
        String plan =
                """
                type: rules
                rules:
                  - {direction: "out", match: "exact", pattern: "1", command: "dial", parameters: "bob"}
                """;

        assertThat(yaml.put("/api/v1/dialplans/one", plan).status()).isEqualTo(201);
        assertThat(aaron.get("/api/v1/dialplans/one").json().path("rules").size()).isEqualTo(1);
        Client.Got wrong = yaml.put("/api/v1/dialplans/one", plan.replace("command", "comand"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.message()).startsWith("request body, line 3:").contains("comand");
    }

    @Test
    void aWrongFieldIsNamedWithTheNearest() {
        Client.Got got = aaron.put("/api/v1/accounts/bob", "{\n  \"transfr\": \"consume\"}");

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message()).contains("line 2:", "transfr", "transfer");
    }

    @Test
    void usersAreTheAdministratorsBusiness() {
        assertThat(admin.put("/api/v1/users/carl", "{\"keys\": [\"k-carl\"]}").status())
                .isEqualTo(201);
        assertThat(http.key("k-carl").get("/api/v1/calls").status()).isEqualTo(200);
        assertThat(admin.delete("/api/v1/users/carl").status()).isEqualTo(200);
        assertThat(http.key("k-carl").get("/api/v1/calls").status()).isEqualTo(401);
    }

    @Test
    void anApplyFileIsAppliedAndTwiceIsAsOnce() {
        admin.post("/api/v1/apply", LivePeople.YAML); // their passwords are hashed in full now
        String yaml =
                LivePeople.YAML.replace("{name: dora, password: pd}", "{name: dora, password: px}");

        JsonNode first = admin.post("/api/v1/apply", yaml).json();
        JsonNode again = admin.post("/api/v1/apply", yaml).json();

        assertThat(
                        first.path("changes")
                                .valueStream()
                                .filter(c -> c.path("change").asString().equals("changed")))
                .hasSize(1);
        assertThat(again.path("changes").valueStream())
                .allMatch(change -> change.path("change").asString().equals("unchanged"));
        assertThat(again.path("warnings").isArray()).isTrue();
    }

    @Test
    void anOwnerAppliesWhatIsHisAndNothingElse() {
        String mine =
                "users: [{name: aaron, accounts: [{name: alice, out: simple}, {name: zoe, password:"
                        + " z}]}]";

        assertThat(aaron.post("/api/v1/apply", mine).status()).isEqualTo(200);
        assertThat(live.directory.current().account("zoe", "localhost")).isPresent();
        assertThat(live.directory.current().account("bob", "localhost")).isEmpty();
        Client.Got other = aaron.post("/api/v1/apply", "users: [{name: berta, keys: [stolen]}]");
        assertThat(other.status()).isEqualTo(403);
        assertThat(aaron.post("/api/v1/apply", "users: [{name: newcomer, keys: [k-new]}]").status())
                .isEqualTo(403);
        assertThat(http.key(LiveApi.BERTA).get("/api/v1/calls").status()).isEqualTo(200);
    }

    @Test
    void aWrongApplyFileChangesNothingAndNamesTheLine() {
        Client.Got got = admin.post("/api/v1/apply", "users:\n  - nme: aaron\n");

        assertThat(got.status()).isEqualTo(400);
        assertThat(got.message()).startsWith("request body, line 2:").contains("users[0].name");
    }

    @Test
    void aDryRunSaysWhatThePlanWouldDo() {
        Client.Got got =
                aaron.post(
                        "/api/v1/dialplans/simple/dry-run",
                        "{\"from\": \"alice@localhost\", \"to\": \"sip:222@localhost\"}");

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("legs").get(0).asString()).isEqualTo("carol@localhost");
        assertThat(got.json().path("decisions").get(0).asString()).contains("does not match");
        assertThat(aaron.post("/api/v1/dialplans/none/dry-run", "{}").status()).isEqualTo(404);
        assertThat(aaron.post("/api/v1/dialplans/simple/dry-run", "{\"from\": \"a\"}").message())
                .contains("to");
        assertThat(
                        aaron.post(
                                        "/api/v1/dialplans/simple/dry-run",
                                        "{\"from\":\"a\",\"to\":\"2\",\"at\":\"noon\"}")
                                .message())
                .contains("at must be a time");
    }

    @Test
    void aDryRunKnowsTheTimeAndWhoCalls() {
        String rules =
                "{\"type\": \"rules\", \"rules\": [{\"direction\": \"in\", \"time\":"
                        + " \"Th;18:00-20:00\", \"toMatch\": \"toSIPAccount\","
                        + " \"toMatchParameter\": \"bob\", \"command\": \"dialAdvanced\","
                        + " \"parameters\": \"bob|4711@voicemail.example[dt=2]\","
                        + " \"parameters2\": \"20\"}, {\"direction\": \"in\", \"command\":"
                        + " \"reject\", \"parameters\": \"480 Gone home\"}]}";
        assertThat(aaron.put("/api/v1/dialplans/hours", rules).status()).isEqualTo(201);

        Client.Got evening = dryRun("2026-12-24 18:30");
        assertThat(evening.json().path("legs").toString())
                .isEqualTo(
                        "[\"bob@localhost\",\"sip:4711@voicemail.example, without credentials\"]");
        Client.Got night = dryRun("2026-12-24T20:30:00+01:00");
        assertThat(night.json().path("decisions").toString()).contains("for at most 20 s");
        assertThat(dryRun("2026-12-24T21:01:00Z").json().path("decisions").toString())
                .isEqualTo(
                        "[\"rule 1 (in) is for Th;18:00-20:00, and it is Thu 21:01 in UTC\",\"rule"
                                + " 2 (in) matched, reject with 480 Gone home\"]");
        assertThat(aaron.get("/api/v1/dialplans/hours").json().path("rules").get(0).toString())
                .isEqualTo(
                        "{\"direction\":\"in\",\"match\":\"\",\"pattern\":\"\",\"command\":"
                                + "\"dialAdvanced\",\"parameters\":"
                                + "\"bob|4711@voicemail.example[dt=2]\",\"parameters2\":\"20\","
                                + "\"toMatch\":\"toSIPAccount\",\"toMatchParameter\":\"bob\","
                                + "\"time\":\"Th;18:00-20:00\"}");
    }

    private Client.Got dryRun(String at) {
        return aaron.post(
                "/api/v1/dialplans/hours/dry-run",
                "{\"from\": \"joe@x.org\", \"to\": \"bob@localhost\", \"at\": \"" + at + "\"}");
    }
}
