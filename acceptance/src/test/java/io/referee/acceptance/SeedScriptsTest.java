package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The published scripts for the web services of the older service, request by request, against a
/// packaged server; only the host is another.
class SeedScriptsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String LOGIN =
            "customer/login?username=aaron&password=secret-for-the-console";

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(client));

    @TempDir Path folder;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server =
                new ServerFolder(folder)
                        .accounts(
                                """
                                users:
                                  - name: aaron
                                    password: secret-for-the-console
                                    accounts:
                                      - {name: alice, password: secret}
                                      - {name: bob, password: secret}
                                """)
                        .start();
        open.add(server);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private SoftPhone phone(String name) throws Exception {
        SoftPhone phone = SoftPhone.builder().name(name).ringing(RingBehaviour.NOTHING).build();
        open.add(phone);
        return phone;
    }

    private SipAccount account(String name) {
        return SipAccount.udp(
                name, "secret", "localhost", "127.0.0.1:" + server.port(Transport.UDP));
    }

    /// A call of Alice to Bob, from its beginning to its end.
    private void aCallIsOver() throws Exception {
        SoftPhone bob = phone("bob");
        bob.onIncomingCall(PhoneCall::answer);
        bob.line(account("bob")).register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        PhoneCall call = phone("alice").line(account("alice")).call("bob");
        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        call.hangUp();
        call.await(CallState.COMPLETED, LIMIT);
    }

    /// @param headers names and values in turn
    private HttpResponse<String> ask(String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.http() + "/provisioning.svc/rest/" + path))
                        .timeout(LIMIT)
                        .method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    @DisplayName("001, Get Call Detail Records (CDR) script")
    void theScriptReadsTheRecords() throws Exception {
        aCallIsOver();

        String authId = ask("GET", LOGIN).body().replace("\"", "");
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(ask("GET", "getcdrscount", "authID", authId).body())
                                        .contains(">2</int>"));
        String records = ask("GET", "getcdrs?offset=0&count=3", "authID", authId).body();
        int logout = ask("GET", "customer/logout", "authID", authId).statusCode();

        assertThat(records).contains("ArrayOfCDR", "<FromUser>alice</FromUser>");
        assertThat(records.split("<AnsweredStatus>200</AnsweredStatus>", -1)).hasSize(3);
        assertThat(logout).isEqualTo(200);
        assertThat(ask("GET", "getcdrscount", "authID", authId).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("001, Accessing Provisioning Service with jquery")
    void thePageOfAnotherSiteListsTheAccounts() throws Exception {
        String origin = "http://page.example";
        String accounts = "sipaccounts?count=3";

        HttpResponse<String> login = ask("GET", LOGIN, "Origin", origin);
        HttpResponse<String> before =
                ask(
                        "OPTIONS",
                        accounts,
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        "GET",
                        "Access-Control-Request-Headers",
                        "authid");
        HttpResponse<String> listed =
                ask(
                        "GET",
                        accounts,
                        "Origin",
                        origin,
                        "AuthID",
                        login.body().replace("\"", ""),
                        "Accept",
                        "application/json, text/javascript, */*; q=0.01");

        assertThat(before.statusCode()).isEqualTo(204);
        assertThat(before.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("AuthID");
        assertThat(listed.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        JsonNode list = new ObjectMapper().readTree(listed.body());
        assertThat(list.valueStream().map(each -> each.path("SIPUsername").asString()))
                .containsExactlyInAnyOrder("alice", "bob");
    }
}
