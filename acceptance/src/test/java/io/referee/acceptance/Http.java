package io.referee.acceptance;

import static org.awaitility.Awaitility.await;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The HTTP API as a stranger with the owner's key uses it. *Any thread.*
final class Http {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    Http(RunningServer server) {
        base = server.http();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    JsonNode post(String path, String json) throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build());
    }

    /// What a GET answers that is no JSON.
    String text(String path) throws IOException, InterruptedException {
        return body(request(path).GET().build());
    }

    /// Ends a call.
    void hangUp(JsonNode call) throws IOException, InterruptedException {
        body(request("/api/v1/calls/" + call.path("id").asString()).DELETE().build());
    }

    /// Waits until the two are connected.
    ///
    /// @return their call
    JsonNode call(Phone one, Phone two) {
        return await().atMost(LIMIT)
                .until(() -> callNow(one, two), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonNode> callNow(Phone one, Phone two)
            throws IOException, InterruptedException {
        for (JsonNode call : calls()) {
            List<String> parties =
                    call.path("legs")
                            .valueStream()
                            .filter(leg -> leg.path("state").asString().equals("answered"))
                            .map(leg -> leg.path("party").asString())
                            .toList();
            if (parties.contains(one.user()) && parties.contains(two.user())) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }

    /// Waits until a transfer has an outcome.
    ///
    /// @param transfer as it was when it began
    /// @return as it is then
    JsonNode ended(JsonNode transfer) {
        String path = "/api/v1/transfers/" + transfer.path("id").asString();
        return await().atMost(LIMIT)
                .until(() -> get(path), now -> !now.path("outcome").asString("").isEmpty());
    }

    /// Waits until a transfer stands in the records of a chain as completed.
    ///
    /// @return the chain
    JsonNode completedChain(String chain) {
        return await().atMost(LIMIT)
                .ignoreExceptions()
                .until(
                        () -> get("/api/v1/chains/" + chain),
                        now ->
                                now.path("transfers")
                                        .path(0)
                                        .path("outcome")
                                        .asString("")
                                        .equals("completed"));
    }

    /// The live calls.
    JsonNode calls() throws IOException, InterruptedException {
        JsonNode answer = get("/api/v1/calls");
        return answer.isArray() ? answer : answer.path("calls");
    }

    /// The id of the leg of that account.
    static String legOf(JsonNode call, String user) {
        for (JsonNode leg : call.path("legs")) {
            if (leg.path("party").asString("").contains(user)) {
                return leg.path("leg").asString();
            }
        }
        throw new AssertionError("no leg of " + user + " in " + call);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(LIMIT)
                .header("Authorization", "Bearer k-acme");
    }

    private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        return JSON.readTree(body(request));
    }

    private String body(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(
                    request + ": " + response.statusCode() + ' ' + response.body());
        }
        return response.body();
    }
}
