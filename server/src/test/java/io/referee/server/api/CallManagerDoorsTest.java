package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({"webcallback", "callback"})
    void whatIsNotThereYetAnswersWithAText(String name) {
        assertThat(aaron.get("/callmanager.svc/" + name).body())
                .contains("not available in this version");
        assertThat(aaron.post("/callmanager.svc/" + name, "").body()).contains("not available");
    }

    @Test
    void aTooLongParameterIsRefused() {
        assertThat(aaron.get(BLIND + "?user=" + "a".repeat(256)).status()).isEqualTo(400);
    }
}
