package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.api.ApiSettings.CallManagerAccess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may do what. Nothing here changes anything.
class AuthTest {
    private static LiveApi live;
    private static Client http;

    @BeforeAll
    static void open() {
        live = new LiveApi();
        http = new Client(live);
    }

    @AfterAll
    static void close() {
        http.close();
        live.close();
    }

    @ParameterizedTest
    @CsvSource({
        // request, no key, wrong key, aaron, berta, administrator
        "GET /api/v1/calls, 401, 401, 200, 200, 200",
        "GET /api/v1/calls?owner=aaron, 401, 401, 200, 403, 200",
        "GET /api/v1/calls?owner=nobody, 401, 401, 403, 403, 404",
        "GET /api/v1/calls/cnone, 401, 401, 404, 404, 404",
        "DELETE /api/v1/calls/cnone, 401, 401, 404, 404, 404",
        "GET /api/v1/calls/cnone/ladder, 401, 401, 404, 404, 404",
        "GET /api/v1/transfers/tnone, 401, 401, 404, 404, 404",
        "DELETE /api/v1/transfers/tnone, 401, 401, 404, 404, 404",
        "GET /api/v1/cdrs, 401, 401, 200, 200, 200",
        "GET /api/v1/chains/gnone, 401, 401, 404, 404, 404",
        "GET /api/v1/registrations, 401, 401, 200, 200, 200",
        "GET /api/v1/bans, 401, 401, 403, 403, 200",
        "DELETE /api/v1/bans/192.0.2.1, 401, 401, 403, 403, 404",
        "GET /api/v1/users, 401, 401, 200, 200, 200",
        "GET /api/v1/users/aaron, 401, 401, 200, 404, 200",
        "PUT /api/v1/users/carl, 401, 401, 403, 403, 400",
        "DELETE /api/v1/users/aaron?owner=berta, 401, 401, 403, 403, 404",
        "DELETE /api/v1/users/nobody, 401, 401, 403, 403, 404",
        "GET /api/v1/accounts, 401, 401, 200, 200, 200",
        "GET /api/v1/accounts/bob@localhost, 401, 401, 200, 404, 200",
        "GET /api/v1/accounts/bob, 401, 401, 200, 404, 200",
        "PUT /api/v1/accounts/bob, 401, 401, 400, 400, 400",
        "DELETE /api/v1/accounts/nobody, 401, 401, 404, 404, 404",
        "GET /api/v1/dialplans, 401, 401, 200, 200, 200",
        "GET /api/v1/dialplans/simple, 401, 401, 200, 404, 400",
        "GET /api/v1/dialplans/simple?owner=aaron, 401, 401, 200, 403, 200",
        "DELETE /api/v1/dialplans/none, 401, 401, 404, 404, 400",
        "GET /api/v1/providers, 401, 401, 200, 200, 200",
        "POST /api/v1/apply, 401, 401, 400, 400, 400",
        "GET /api/v1/events, 401, 401, 406, 406, 406",
        "POST /mi, 401, 401, 200, 200, 200",
        "GET /healthz, 200, 200, 200, 200, 200",
        "GET /metrics, 200, 200, 200, 200, 200",
        "GET /openapi.yaml, 200, 200, 200, 200, 200",
        "GET /callmanager.svc/blindtransfer, 401, 401, 200, 200, 200",
        "POST /callmanager.svc/dualtransfer, 401, 401, 200, 200, 200",
        "GET /callmanager.svc/isalive, 200, 200, 200, 200, 200",
    })
    void whoMayDoWhat(
            String request,
            int nobody,
            int wrong,
            org.junit.jupiter.params.aggregator.ArgumentsAccessor all) {
        assertThat(status(http, request)).as("without a key").isEqualTo(nobody);
        assertThat(status(http.key("k-wrong"), request)).as("with a wrong key").isEqualTo(wrong);
        assertThat(status(http.key(LiveApi.AARON), request))
                .as("aaron")
                .isEqualTo(all.getInteger(3));
        assertThat(status(http.key(LiveApi.BERTA), request))
                .as("berta")
                .isEqualTo(all.getInteger(4));
        assertThat(status(http.key(LiveApi.ADMIN), request))
                .as("administrator")
                .isEqualTo(all.getInteger(5));
    }

    private static int status(Client client, String request) {
        int space = request.indexOf(' ');
        String method = request.substring(0, space);
        String body = method.equals("POST") || method.equals("PUT") ? "{\"nonsense\": " : "";
        return client.ask(method, request.substring(space + 1), body).status();
    }

    @ParameterizedTest
    @CsvSource({
        "/healthz, X-Forwarded-For, 203.0.113.9",
        "/metrics, X-Forwarded-For, 203.0.113.9",
        "/metrics, X-Forwarded-For, 127.0.0.1",
        "/metrics, Forwarded, for=203.0.113.9",
        "/metrics, X-Real-IP, 203.0.113.9",
        "/metrics, X-Forwarded-Proto, https",
        "/metrics, X-Forwarded-Host, referee.example.org",
        "/metrics, Via, 1.1 proxy",
    })
    void whatAProxyPassesOnNeedsTheAdministratorsKey(String path, String name, String value) {
        Client relayed = http.with(name, value);

        assertThat(relayed.get(path).status()).isEqualTo(401);
        assertThat(relayed.key(LiveApi.AARON).get(path).status()).isEqualTo(403);
        assertThat(relayed.key(LiveApi.ADMIN).get(path).status()).isEqualTo(200);
    }

    @Test
    void anUnauthorizedAnswerSaysHowToAuthenticate() {
        Client.Got got = http.get("/api/v1/calls");

        assertThat(got.code()).isEqualTo("unauthorized");
        assertThat(got.response().headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"referee\"");
    }

    @Test
    void theSchemeOfAKeyIsReadWithoutCase() {
        assertThat(http.with("Authorization", "bearer k-aaron").get("/api/v1/calls").status())
                .isEqualTo(200);
        assertThat(http.with("Authorization", "k-aaron").get("/api/v1/calls").status())
                .isEqualTo(401);
    }

    @Test
    void theCallManagerTakesAKeyAsPasswordOrParameter() {
        String path = "/callmanager.svc/blindtransfer";

        assertThat(http.get(path + "?key=k-aaron").status()).isEqualTo(200);
        assertThat(http.get(path + "?key=k-wrong").status()).isEqualTo(401);
        assertThat(http.with("Authorization", "Basic YWFyb246ay1hYXJvbg==").get(path).status())
                .isEqualTo(200);
        assertThat(http.with("Authorization", "Basic YWFyb246d3Jvbmc=").get(path).status())
                .isEqualTo(401);
        assertThat(http.with("Authorization", "Basic !!").get(path).status()).isEqualTo(401);
    }

    @Test
    void theCallManagerIsOpenToTheListedNetworksOnly() {
        String path = "/callmanager.svc/blindtransfer";
        try (LiveApi open =
                        new LiveApi(
                                CallManagerAccess.OPEN, address -> address.isLoopbackAddress());
                Client anybody = new Client(open)) {
            assertThat(anybody.get(path).status()).isEqualTo(200);
            assertThat(anybody.get(path + "?key=wrong").status()).isEqualTo(401);
            assertThat(anybody.with("X-Forwarded-For", "203.0.113.9").get(path).status())
                    .isEqualTo(401);
            assertThat(anybody.with("X-Real-IP", "203.0.113.9").get(path).status()).isEqualTo(401);
            assertThat(anybody.with("Sec-Fetch-Site", "cross-site").get(path).status())
                    .as("a page that a browser of this machine shows")
                    .isEqualTo(401);
            assertThat(anybody.with("Sec-Fetch-Site", "none").get(path).status())
                    .as("an address that somebody typed")
                    .isEqualTo(200);
        }
        try (LiveApi open = new LiveApi(CallManagerAccess.OPEN, _ -> false);
                Client anybody = new Client(open)) {
            assertThat(anybody.get(path).status()).isEqualTo(401);
        }
        try (LiveApi off = new LiveApi(CallManagerAccess.OFF, _ -> true);
                Client anybody = new Client(off)) {
            assertThat(anybody.get(path).status()).isEqualTo(404);
            assertThat(anybody.get("/callmanager.svc/isalive").status()).isEqualTo(404);
        }
    }
}
