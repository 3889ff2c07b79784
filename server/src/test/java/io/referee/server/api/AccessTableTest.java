package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.api.AccessRow.Player;
import io.referee.server.api.ApiSettings.CallManagerAccess;
import io.referee.server.app.Core;
import io.referee.server.transfer.TransferLimits;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Every route against everybody who may ask: the table `http-access.txt`, played against a real
/// server. What a row is about is made anew for each player.
class AccessTableTest {
    /// Time stands still here, so that each minute has all the transfers of the table.
    private static final TransferLimits MANY =
            new TransferLimits(
                    5, 1_000, 1_000, 1_000, List.of(), Duration.ofHours(2), List.of(), 1_000);

    /// What is asked for by GET and shows nothing that could have the mark: what is everybody's,
    /// numbers, and words about what was done.
    private static final List<String> SHOW_NOTHING =
            List.of(
                    "GET /healthz",
                    "GET /metrics",
                    "GET /",
                    "GET /openapi.yaml",
                    "GET /api/v1/transfers/{id}", // ids and names of accounts
                    "GET /api/v1/users/{name}", // the name that was asked for
                    "GET /api/v1/dialplans/{name}/versions", // numbers, times and who did it
                    "GET /api/v1/status",
                    "GET /callmanager.svc/isalive",
                    "GET /callmanager.svc/blindtransfer",
                    "GET /callmanager.svc/webcallback",
                    "GET /callmanager.svc/callback",
                    "GET /provisioning.svc/rest/isalive",
                    "GET /provisioning.svc/rest/customer/logout",
                    "GET /provisioning.svc/rest/sipaccount/add",
                    "GET /provisioning.svc/rest/sipaccounts/count",
                    "GET /provisioning.svc/rest/sipdomains",
                    "GET /provisioning.svc/rest/getsipregistrarbindingscount",
                    "GET /provisioning.svc/rest/getsipproviderscount",
                    "GET /provisioning.svc/rest/getsipproviderbindingscount",
                    "GET /provisioning.svc/rest/getdialplanscount",
                    "GET /provisioning.svc/rest/getcallscount",
                    "GET /provisioning.svc/rest/getcdrscount",
                    "GET /rest/v0.1/provisioning.svc/isalive",
                    "GET /rest/v0.1/provisioning.svc/sipaccount/count",
                    "GET /rest/v0.1/provisioning.svc/sipaccount/delete",
                    "GET /rest/v0.1/provisioning.svc/sipaccountbinding/count",
                    "GET /rest/v0.1/provisioning.svc/sipprovider/count",
                    "GET /rest/v0.1/provisioning.svc/sipprovider/delete",
                    "GET /rest/v0.1/provisioning.svc/sipproviderbinding/count",
                    "GET /rest/v0.1/provisioning.svc/dialplan/count",
                    "GET /rest/v0.1/provisioning.svc/dialplan/delete",
                    "GET /rest/v0.1/provisioning.svc/dialplan/copy",
                    "GET /rest/v0.1/provisioning.svc/call/count",
                    "GET /rest/v0.1/provisioning.svc/cdr/count",
                    "GET /rest/v0.1/provisioning.svc/keyvalue/delete");

    private static LiveApi live;
    private static Client http;
    private static AccessThings things;

    @BeforeAll
    static void open() {
        live = new LiveApi(CallManagerAccess.KEY, _ -> true, Core.Protection.none(), MANY);
        http = new Client(live);
        things = new AccessThings(live, http);
    }

    @AfterAll
    static void close() {
        http.close();
        live.close();
    }

    @Test
    void theTableNamesEveryRouteOfTheRouterAndNoOther() {
        assertThat(new TreeSet<>(AccessRow.all().stream().map(AccessRow::route).toList()))
                .isEqualTo(new TreeSet<>(live.api.addresses()));
    }

    @TestFactory
    Stream<DynamicTest> everybodyGetsWhatTheTableSays() {
        return AccessRow.all().stream()
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        "line " + row.line() + ": " + row.route(),
                                        () -> play(row)));
    }

    private static void play(AccessRow row) {
        List<String> found = new ArrayList<>();
        for (Player player : Player.values()) {
            found.add(outcome(row, player));
        }
        assertThat(String.join(" ", found))
                .as(row.route())
                .isEqualTo(String.join(" ", row.expected()));
    }

    private static String outcome(AccessRow row, Player player) {
        Map<String, String> words = things.make(row.given());
        List<Object> before = things.all();
        int sent = live.wire.count();
        Client.Got got = ask(row, player, words);
        String outcome = outcome(got);
        boolean refused = outcome.equals("no") || got.status() >= 400;
        if (refused) {
            assertThat(live.wire.count()).as("%s sent something", player).isEqualTo(sent);
        }
        if (refused || player.other()) {
            assertThat(things.all()).as("aaron's, after %s", player).isEqualTo(before);
        }
        if (player.other() && !row.path().equals("/metrics")) {
            assertThat(shown(row, got, words))
                    .as("shown to %s", player)
                    .doesNotContain(AccessThings.MARK);
        }
        things.clear();
        return outcome;
    }

    private static Client.Got ask(AccessRow row, Player player, Map<String, String> words) {
        String path = row.path().replaceAll("\\{\\w+}", words.get("id"));
        String query = filled(row.query(), words);
        String both =
                Stream.of(query, player.owner())
                        .filter(s -> !s.isEmpty())
                        .reduce("", (a, b) -> a.isEmpty() ? b : a + '&' + b);
        return player.client(http)
                .ask(
                        row.method(),
                        both.isEmpty() ? path : path + '?' + both,
                        filled(row.body(), words));
    }

    /// Longer words first: `$bertaLeg` begins with `$berta`.
    private static String filled(String text, Map<String, String> words) {
        String filled = text;
        for (String word : new TreeSet<>(words.keySet()).descendingSet()) {
            filled = filled.replace('$' + word, words.get(word));
        }
        assertThat(filled).doesNotContain("$");
        return filled;
    }

    /// The status, or that a body says politely that nothing was done.
    private static String outcome(Client.Got got) {
        boolean no =
                got.status() == 200
                        && (got.body().startsWith("{\"Error\":\"")
                                || got.body().contains("not started")
                                || got.body().equals("null")
                                || got.body().startsWith("{\"jsonrpc\":\"2.0\",\"error\""));
        return no ? "no" : String.valueOf(got.status());
    }

    /// Without what the asker wrote into the path.
    private static String shown(AccessRow row, Client.Got got, Map<String, String> words) {
        return row.path().contains("{") ? got.body().replace(words.get("id"), "") : got.body();
    }

    @Test
    void whatAaronSeesHasHisMarkSoThatItsAbsenceElsewhereMeansSomething() {
        List<String> without =
                AccessRow.all().stream()
                        .filter(row -> row.method().equals("GET"))
                        .filter(row -> row.expected(Player.OWNER).equals("200"))
                        .filter(
                                row -> {
                                    Map<String, String> words = things.make(row.given());
                                    Client.Got got = ask(row, Player.OWNER, words);
                                    things.clear();
                                    return !shown(row, got, words).contains(AccessThings.MARK);
                                })
                        .map(AccessRow::route)
                        .distinct()
                        .toList();

        assertThat(without).containsExactlyInAnyOrderElementsOf(SHOW_NOTHING);
    }

    @Test
    void aMethodThatTheTableDoesNotNameIsRefusedWhoeverAsks() {
        List<String> methods = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");
        List<String> named = live.api.addresses();
        for (String path : new TreeSet<>(named.stream().map(n -> n.split(" ")[1]).toList())) {
            for (String method : methods) {
                boolean known =
                        named.contains(method + ' ' + path)
                                || method.equals("HEAD")
                                || path.startsWith("/provisioning.svc")
                                || path.startsWith("/rest/");
                if (!known) {
                    String request = method + ' ' + path.replaceAll("[{}]", "");
                    int status =
                            http.key(LiveApi.ADMIN)
                                    .ask(method, path.replaceAll("[{}]", ""), "")
                                    .status();
                    assertThat(status).as(request).isIn(404, 405);
                }
            }
        }
    }

    @Test
    void headIsAnsweredAsGetIsUnlessGetDoesSomething() {
        for (AccessRow row : AccessRow.all()) {
            if (row.method().equals("GET") && !row.path().equals("/sip")) {
                Map<String, String> words = things.make(row.given());
                String path = row.path().replaceAll("\\{\\w+}", words.get("id"));
                String request = path + '?' + filled(row.query(), words);
                boolean older = !row.path().startsWith("/api/v1/") && row.path().contains(".svc");
                for (Client asking : List.of(http, http.key(LiveApi.AARON))) {
                    int head = asking.ask("HEAD", request, "").status();
                    int expected = older ? 405 : asking.ask("GET", request, "").status();
                    assertThat(head).as(row.route()).isEqualTo(expected);
                }
                things.clear();
            }
        }
    }

    /// Nothing is done by it, and no body is sent.
    @Test
    void headDoesNothingAndTellsNothing() {
        for (AccessRow row : AccessRow.all()) {
            if (row.method().equals("GET")) {
                Map<String, String> words = things.make(row.given());
                List<Object> before = things.all();
                int sent = live.wire.count();
                String path = row.path().replaceAll("\\{\\w+}", words.get("id"));
                Client.Got got =
                        http.key(LiveApi.AARON)
                                .ask("HEAD", path + '?' + filled(row.query(), words), "");
                assertThat(got.body()).as(row.route()).isEmpty();
                assertThat(things.all()).as(row.route()).isEqualTo(before);
                assertThat(live.wire.count()).as(row.route()).isEqualTo(sent);
                things.clear();
            }
        }
    }
}
