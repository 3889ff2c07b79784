package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.api.ApiSettings.CallManagerAccess;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

class CallManagerDoorsTest {
    private static final String BLIND = "/callmanager.svc/blindtransfer";

    private static final String DUAL = "/callmanager.svc/dualtransfer";

    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private static String text(String content) {
        return "<string xmlns=\"http://schemas.microsoft.com/2003/10/Serialization/\">"
                + content
                + "</string>";
    }

    @Test
    void itSaysThatItIsAlive() {
        assertThat(http.get("/callmanager.svc/isalive").body())
                .isEqualTo(
                        "<boolean"
                            + " xmlns=\"http://schemas.microsoft.com/2003/10/Serialization/\">true</boolean>");
    }

    @Test
    void theLegWithThatCallIdLeavesAndTheOtherGoesOn() {
        live.talking("<sip:guest@elsewhere.example>", "bob");
        String callId = live.wire.request("INVITE").callId();

        Client.Got got = aaron.get(BLIND + "?user=aaron&destination=carol&callid=" + callId);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(text("The blind transfer was started."));
        assertThat(got.response().headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/xml");
        assertThat(live.wire.request("INVITE").uri().text()).contains("carol");
    }

    @Test
    void aDisplayNameFindsTheCallToo() {
        live.talking("\"unique-4711\" <sip:guest@elsewhere.example>", "bob");

        Client.Got got = aaron.post(BLIND + "?user=Aaron&destination=carol", "");
        assertThat(got.body()).contains("no callid");
        got =
                aaron.with("Content-Type", "application/x-www-form-urlencoded")
                        .post(BLIND, "user=Aaron&destination=carol&callid=4711");

        assertThat(got.body()).isEqualTo(text("The blind transfer was started."));
        assertThat(live.wire.request("INVITE").uri().text()).contains("carol");
    }

    @ParameterizedTest
    @CsvSource({
        "'', no user",
        "user=aaron, no callid",
        "user=aaron&callid=x, no destination",
        "user=nobody&callid=x&destination=carol, no such user",
        "user=berta&callid=guest&destination=carol, no such user",
        "user=aaron&callid=x-none&destination=carol, no single leg",
        "user=aaron&callid=guest-call-1&destination=far%40far.example, Without a dial plan",
    })
    void whatCannotBeIsSaidAndNothingHappens(String query, String words) {
        live.talking("<sip:guest@elsewhere.example>", "bob");

        Client.Got got = aaron.get(BLIND + "?" + query);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).startsWith("<string ").contains("was not started").contains(words);
        assertThat(live.wire.request("INVITE").uri().text()).contains("bob");
    }

    @Test
    @DisplayName("case 81, S14: the name of a user is no credential: 401, and nothing is called")
    void theNameOfAUserIsNoCredential() {
        live.talking("<sip:guest@elsewhere.example>", "bob");

        Client.Got got = http.get(BLIND + "?user=aaron&callid=guest&destination=carol");

        assertThat(got.status()).isEqualTo(401);
        assertThat(live.wire.request("INVITE").uri().text()).contains("bob");
        assertThat(live.audit.newest("", 0, 9, Instant.EPOCH))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.type()).isEqualTo("security.refused");
                            assertThat(row.source()).isEqualTo("127.0.0.1");
                            assertThat(row.account()).isEqualTo("aaron");
                            assertThat(row.reason()).isEqualTo(BLIND + " without a key: 401");
                        });
    }

    @Test
    @DisplayName("case 81, S14: nor is a name in a form, which is not even read")
    void theNameInAFormIsNoCredential() {
        Client.Got got = http.post(BLIND, "user=aaron&callid=guest&destination=carol");

        assertThat(got.status()).isEqualTo(401);
        assertThat(live.audit.newest("", 0, 9, Instant.EPOCH))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.account()).isEmpty();
                            assertThat(row.reason()).isEqualTo(BLIND + " without a key: 401");
                        });
    }

    @Test
    void twoCallsThatFitAreAsGoodAsNone() {
        live.talking("<sip:guest7@elsewhere.example>", "bob");
        live.talking("<sip:guest7@elsewhere.example>", "carol");

        assertThat(aaron.get(BLIND + "?user=aaron&destination=alice&callid=guest7").body())
                .contains("no single leg");
    }

    @Test
    void twoCallsAreJoinedAndTheBodyIsEmpty() {
        live.talking("<sip:guest1@elsewhere.example>", "bob");
        String first = live.wire.request("INVITE").callId();
        live.talking("<sip:guest2@elsewhere.example>", "carol");
        String second = live.wire.request("INVITE").callId();

        Client.Got got = aaron.get(DUAL + "?user=aaron&callid1=" + first + "&callid2=" + second);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEmpty();
        assertThat(live.wire.request("INVITE").toTag()).isNotEmpty();
        assertThat(live.wire.request("INVITE").hasBody()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | no user was named",
                "?user=aaron&callid2=x | no callid1",
                "?user=aaron&callid1=x | no callid2",
                "?user=nobody&callid1=x&callid2=y | no such user",
                "?user=aaron&callid1=x&callid2=y | fits callid1",
                "?user=aaron&callid1=guest1&callid2=y | fits callid2",
                "?user=aaron&callid1=guest1&callid2=guest1 | same call",
            })
    void aDualTransferThatDoesNotBeginSaysWhy(String query, String why) {
        live.talking("<sip:guest1@elsewhere.example>", "bob");

        assertThat(aaron.get(DUAL + query).body()).contains(why);
        assertThat(live.wire.sentAny("BYE")).isFalse();
    }

    @Test
    void aCallbackRingsTheFirstDialString() {
        Client.Got got =
                aaron.get(
                        "/callmanager.svc/callback?username=aaron&dialstring1=alice&dialstring2=200");

        assertThat(got.body()).isEqualTo(text("The callback was started."));
        assertThat(live.wire.request("INVITE").uri().text()).contains("alice@");
    }

    @Test
    void aCallbackTakesWholeDialStrings() {
        Client.Got got =
                aaron.get(
                        "/callmanager.svc/callback?username=aaron"
                                + "&dialstring1=bob@local%7Calice@local[dt=5]"
                                + "&dialstring2=carol@local%26333@far.example");

        assertThat(got.body()).isEqualTo(text("The callback was started."));
        assertThat(live.wire.request("INVITE").uri().text()).contains("bob@");
        assertThat(live.core.switchboard().views("aaron").getFirst().to())
                .isEqualTo("carol@local&333@far.example");
    }

    @Test
    void aCallbackNeedsAKeyHoweverOpenTheRestIs() {
        try (LiveApi open = new LiveApi(CallManagerAccess.OPEN, _ -> true);
                Client anybody = new Client(open)) {
            String query = "?username=aaron&dialstring1=alice&dialstring2=200";

            assertThat(anybody.get("/callmanager.svc/callback" + query).body())
                    .contains("it needs a key");
            assertThat(open.wire.sentAny("INVITE")).isFalse();
            assertThat(anybody.key(LiveApi.AARON).get("/callmanager.svc/callback" + query).body())
                    .contains("was started");
        }
    }

    @Test
    void aWebCallbackRingsThePhoneThatThePlanDials() {
        String path = "/callmanager.svc/webcallback?user=aaron&number=200";
        assertThat(aaron.get(path).body()).contains("no dial plan named webcallback");
        aaron.put(
                "/api/v1/dialplans/webcallback",
                "{\"type\": \"rules\", \"rules\": [{\"direction\": \"out\", \"match\":"
                        + " \"prefix\", \"pattern\": \"2\", \"command\": \"dial\","
                        + " \"parameters\": \"bob\"}]}");

        assertThat(aaron.get(path).body()).isEqualTo(text("The callback was started."));
        assertThat(live.wire.request("INVITE").uri().text()).contains("bob@");
    }

    @Test
    void aCallbackOfSomebodyElseIsNotStarted() {
        Client berta = http.key(LiveApi.BERTA);

        assertThat(
                        berta.get(
                                        "/callmanager.svc/callback?username=aaron&dialstring1=alice"
                                                + "&dialstring2=bob")
                                .body())
                .contains("no such user");
        assertThat(berta.get("/callmanager.svc/webcallback?user=aaron&number=200").body())
                .contains("no such user");
        assertThat(aaron.get("/callmanager.svc/callback?username=aaron").body())
                .contains("are needed");
        assertThat(aaron.get("/callmanager.svc/webcallback?user=aaron").body())
                .contains("are needed");
        assertThat(
                        aaron.get(
                                        "/callmanager.svc/callback?username=aaron&dialstring1=555"
                                                + "&dialstring2=bob")
                                .body())
                .contains("555 is no account");
        assertThat(
                        aaron.get(
                                        "/callmanager.svc/callback?username=aaron&dialstring1=bob[x"
                                                + "&dialstring2=bob")
                                .body())
                .contains("The callback was not started: The dial string bob[x");
        assertThat(live.wire.sentAny("INVITE")).isFalse();
    }

    @Test
    void aTooLongParameterIsRefused() {
        assertThat(aaron.get(BLIND + "?user=" + "a".repeat(256)).status()).isEqualTo(400);
    }
}
