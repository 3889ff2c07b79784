package io.referee.acceptance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

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
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(
                    request + ": " + response.statusCode() + ' ' + response.body());
        }
        return JSON.readTree(response.body());
    }
}
