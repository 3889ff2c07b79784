package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.HeaderName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

/// JSON-RPC 2.0 at `/mi`, and its methods with the parameters of OpenSIPS.
class RpcDoorsTest {
    private final LiveApi live = new LiveApi();
    private final Client http = new Client(live);
    private final Client aaron = http.key(LiveApi.AARON);

    @AfterEach
    void close() {
        http.close();
        live.close();
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\": \"2.0\", \"method\": \""
                + method
                + "\", \"params\": "
                + params.replace('\'', '"')
                + ", \"id\": 1}";
    }

    private JsonNode ask(String method, String params) {
        Client.Got got = aaron.post("/mi", request(method, params));
        assertThat(got.status()).isEqualTo(200);
        JsonNode answer = got.json();
        assertThat(answer.path("jsonrpc").asString()).isEqualTo("2.0");
        assertThat(answer.path("id").asInt()).isEqualTo(1);
        return answer;
    }

    private int code(String method, String params) {
        return ask(method, params).path("error").path("code").asInt();
    }

    // ---- the protocol

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                    | -32700",
                "                                                     | -32600",
                "1                                                    | -32600",
                "[]                                                   | -32600",
                "{}                                                   | -32600",
                "{\"jsonrpc\": \"2.0\", \"id\": 1}                    | -32600",
                "{\"jsonrpc\": \"1.0\", \"method\": \"x\", \"id\": 1} | -32600",
                "{\"jsonrpc\": \"2.0\", \"method\": 1, \"id\": 1}     | -32600",
                "{\"jsonrpc\": \"2.0\", \"method\": \"x\", \"id\": []}| -32600",
                "{\"jsonrpc\": \"2.0\", \"method\": \"x\", \"id\": 1} | -32601"
            })
    void whatIsNoRequestIsAnsweredInItsOwnLanguage(String body, int code) {
        Client.Got got = aaron.post("/mi", body == null ? "" : body);

        assertThat(got.status()).isEqualTo(200);
        assertThat(got.json().path("error").path("code").asInt()).isEqualTo(code);
        assertThat(got.json().has("id")).isTrue();
        assertThat(got.json().path("jsonrpc").asString()).isEqualTo("2.0");
    }

    @Test
    void aNotificationIsNotAnsweredNorABatchOfThem() {
        String one = "{\"jsonrpc\": \"2.0\", \"method\": \"call_list\"}";

        assertThat(aaron.post("/mi", one).status()).isEqualTo(204);
        assertThat(aaron.post("/mi", "[" + one + "," + one + "]").status()).isEqualTo(204);
    }

    @Test
    void aBatchIsAnsweredOneByOneAndNotificationsAreLeftOut() {
        String batch =
                "[1, "
                        + request("call_list", "{}")
                        + ", {\"jsonrpc\": \"2.0\", \"method\": \"call_list\"},"
                        + request("nothing", "{}").replace("\"id\": 1", "\"id\": \"two\"")
                        + "]";

        JsonNode answers = aaron.post("/mi", batch).json();

        assertThat(answers.size()).isEqualTo(3);
        assertThat(answers.get(0).path("error").path("code").asInt()).isEqualTo(-32600);
        assertThat(answers.get(0).path("id").isNull()).isTrue();
        assertThat(answers.get(1).path("result").path("Calls").isArray()).isTrue();
        assertThat(answers.get(2).path("id").asString()).isEqualTo("two");
    }

    @Test
    void aBatchHasSoManyRequestsAndNoMore() {
        String one = "{\"jsonrpc\": \"2.0\", \"method\": \"call_list\"}";
        String most = one + ("," + one).repeat(RpcDoors.BATCH_AT_MOST - 1);

        assertThat(aaron.post("/mi", "[" + most + "]").status()).isEqualTo(204);
        assertThat(
                        aaron.post("/mi", "[" + most + "," + one + "]")
                                .json()
                                .path("error")
                                .path("code")
                                .asInt())
                .isEqualTo(-32600);
    }

    @Test
    void aKeyIsNeededAsEverywhere() {
        assertThat(http.post("/mi", request("call_list", "{}")).status()).isEqualTo(401);
    }

    @Test
    void aBusyEngineIsAnErrorOfTheRequest() {
        live.tooBusy();

        assertThat(code("call_list", "{}")).isEqualTo(RpcOutcome.BUSY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'text'", "{'callid': 'x', 'nothing': 1}", "{'callid': [1]}", "['a', 'b']"})
    void parametersThatDoNotFitAreInvalid(String params) {
        assertThat(code("call_list", params)).isEqualTo(-32602);
    }

    // ---- call_list

    @Test
    void callsAreListedAndFoundByIdAndByTheCallIdOfAnyLeg() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");

        JsonNode call = ask("call_list", "{}").path("result").path("Calls").get(0);

        assertThat(call.path("id").asString()).isEqualTo(id);
        String bobs = call.path("legs").get(1).path("callId").asString();
        for (String name : new String[] {id, live.guestCallId(), bobs}) {
            assertThat(ask("callops:list", "['" + name + "']").path("result").path("Calls").get(0))
                    .isEqualTo(call);
        }
        assertThat(code("call_list", "{'callid': 'unknown'}")).isEqualTo(404);
        Client.Got foreign =
                http.key(LiveApi.BERTA)
                        .post("/mi", request("call_list", "{'callid': '" + id + "'}"));
        assertThat(foreign.json().path("error").path("code").asInt()).isEqualTo(404);
    }

    // ---- call_transfer

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'leg': 'callee', 'destination': 'carol'}                                | -32602",
                "{'callid': 'ID', 'destination': 'carol'}                                 | -32602",
                "{'callid': 'ID', 'leg': 'callee'}                                        | -32602",
                "{'callid': 'none', 'leg': 'callee', 'destination': 'carol'}              | 404",
                "{'callid': 'ID', 'leg': 'third', 'destination': 'carol'}                 | 420",
                "{'callid': 'ID', 'leg': 'callee', 'destination': 'c', 'mode': 'x'}       | -32602",
                "{'callid': 'ID', 'leg': 'callee', 'destination': 'c', 'by': 'x'}         | -32602",
                "{'callid': 'ID', 'leg': 'callee', 'destination': 'c', 'force': 2}        | -32602",
                "{'callid': 'ID', 'leg': 'callee', 'transfer_leg': 'caller'}              | -32602",
                "{'callid': 'ID', 'leg': 'callee', 'transfer_callid': 'x'}                | -32602",
                "{'callid': 'ID', 'leg': 'callee', 'transfer_callid': 'x', 'transfer_fromtag': 'a'}"
                        + " | -32602",
                "{'callid': 'ID', 'leg': 'callee', 'transfer_callid': 'x', 'transfer_fromtag': 'a',"
                        + " 'transfer_totag': 'b'} | -32602",
                "{'callid': 'ID', 'leg': 'callee', 'transfer_callid': 'x', 'transfer_leg':"
                        + " 'caller'} | 404",
                "{'callid': 'ID', 'leg': 'callee', 'transfer_callid': 'ID', 'transfer_leg':"
                        + " 'caller'} | 404",
                "{'callid': 'ID', 'leg': 'both', 'destination': 'carol', 'by': 'server'} | 420"
            })
    void aTransferThatCannotBeginSaysWhy(String params, int code) {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");

        assertThat(code("call_transfer", params.replace("ID", id))).isEqualTo(code);
        assertThat(ask("call_list", "['" + id + "']").path("result").path("Calls").size())
                .isEqualTo(1);
    }

    @Test
    void aCallThatStillRingsIsNotReady() {
        String id = live.ringing("<sip:guest@elsewhere.example>", "bob");

        assertThat(code("call_transfer", "['" + id + "', 'callee', 'carol']")).isEqualTo(410);
        assertThat(code("call_hold", "['" + id + "']")).isEqualTo(410);
    }

    @Test
    void theServerTransfersTheNamedEndAndASecondRequestIsPending() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");
        String params =
                "{'callid': '"
                        + live.guestCallId()
                        + "', 'leg': 'caller', 'destination': 'carol', 'by': 'server'}";

        JsonNode result = ask("callops:transfer", params).path("result");

        assertThat(result.path("Code").asInt()).isEqualTo(202);
        assertThat(result.path("Reason").asString()).isEqualTo("Accepted");
        JsonNode transfer =
                aaron.get("/api/v1/transfers/" + result.path("Transfer").asString()).json();
        JsonNode call = aaron.get("/api/v1/calls/" + id).json();
        assertThat(transfer.path("legs").path("transferee").asString())
                .isEqualTo(call.path("legs").get(0).path("leg").asString());
        assertThat(transfer.path("door").asString()).isEqualTo("mi");
        assertThat(code("call_transfer", params)).isEqualTo(491);
        live.refuse();
        assertThat(ask("call_transfer", params).path("result").path("Code").asInt())
                .as("after a failed transfer the next one begins")
                .isEqualTo(202);
    }

    @Test
    void whatPolicyForbidsNamesTheSetting() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");

        JsonNode error =
                ask(
                                "call_transfer",
                                "{'callid': '"
                                        + id
                                        + "', 'leg': 'caller', 'by': 'server', 'destination':"
                                        + " 'sip:0900@elsewhere.example'}")
                        .path("error");

        assertThat(error.path("code").asInt()).isEqualTo(603);
        assertThat(error.path("data").path("setting").asString()).contains("transfer");
    }

    // ---- hold

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                             | -32602",
                "{'callid': 'none'}                                             | 404",
                "{'callid': 'ID', 'leg': 'bold'}                                | 420",
                "{'callid': 'ID', 'headers': 'Via: x'}                          | -32602",
                "{'callid': 'ID', 'headers': 'no header'}                       | -32602",
                "{'callid': 'ID', 'headers': ['X-A: 1']}                        | -32602"
            })
    void aHoldThatCannotBeginSaysWhy(String params, int code) {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");

        for (String method : new String[] {"call_hold", "call_unhold", "callops:hold"}) {
            assertThat(code(method, params.replace("ID", id))).isEqualTo(code);
        }
    }

    @Test
    void aCallIsHeldOnceUntilItIsReleased() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");

        assertThat(code("call_unhold", "['" + id + "', 'both']")).isEqualTo(480);
        JsonNode held = ask("call_hold", "['" + id + "', 'both', 'X-A: 1']");
        assertThat(held.path("result").asString()).isEqualTo("OK");
        assertThat(live.wire.request("INVITE").value(HeaderName.of("X-A"))).contains("1");
        assertThat(code("call_hold", "['" + id + "', 'both']")).isEqualTo(491);
    }

    @Test
    void headersForTheEndsAreReadWithTheirEscapes() {
        RpcHeaders headers = RpcHeaders.of(java.util.List.of("X-A: 1\\r\\nX-B: 2\\r\\n", "X-C: 3"));

        assertThat(headers.toCaller()).extracting(Object::toString).hasSize(2);
        assertThat(headers.toCallee()).hasSize(1);
        assertThat(headers.toCallee().getFirst().value()).isEqualTo("3");
    }

    private int accepted(String params) {
        return ask("call_transfer", params).path("result").path("Code").asInt();
    }

    @Test
    void withoutAWishAPartyIsSentARefer() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");

        assertThat(accepted("['" + id + "', 'callee', 'sip:carol@example.org']")).isEqualTo(202);
    }

    @Test
    void bothEndsAreSentAReferOrNeither() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");
        String both = "['" + id + "', 'both', 'sip:carol@example.org']";

        JsonNode result = ask("call_transfer", both).path("result");

        assertThat(result.path("caller").path("Code").asInt()).isEqualTo(202);
        assertThat(result.path("callee").path("Code").asInt()).isEqualTo(202);
        assertThat(result.path("callee").path("Transfer").asString())
                .isNotEqualTo(result.path("caller").path("Transfer").asString());
        assertThat(code("call_transfer", both)).isEqualTo(491);
    }

    @Test
    void aDialogElsewhereIsNamedInARefer() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");
        String far =
                "{'callid': '"
                        + id
                        + "', 'leg': 'callee', 'transfer_callid': 'far', 'transfer_fromtag': 'a',"
                        + " 'transfer_totag': 'b', 'destination': 'sip:x@elsewhere.example'}";

        assertThat(accepted(far)).isEqualTo(202);
    }

    @Test
    void twoCallsAreJoined() {
        String id = live.talking("<sip:guest@elsewhere.example>", "bob");
        String other = live.talking("<sip:other@elsewhere.example>", "carol");
        String params =
                "{'callid': '"
                        + id
                        + "', 'leg': 'caller', 'transfer_callid': '"
                        + other
                        + "', 'transfer_leg': 'callee'}";

        assertThat(accepted(params)).isEqualTo(202);
    }
}
