package io.referee.server.app.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/// The HTTP API of a server, as a client sees it. *One thread.*
final class ApiClient implements AutoCloseable {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private static final JsonMapper JSON = new JsonMapper();

    private final String server;
    private final String key;
    private final String owner;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build();

    /// @param server `http://host:port`
    /// @param key empty: none is sent
    /// @param owner whom the administrator acts for; empty: nobody
    ApiClient(String server, String key, String owner) {
        this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        this.key = key;
        this.owner = owner;
    }

    /// A path segment with its special characters escaped.
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Answer get(String path, Map<String, String> query) {
        return send(request(path, query).GET());
    }

    Answer delete(String path) {
        return send(request(path, Map.of()).DELETE());
    }

    Answer postJson(String path, Map<String, Object> body) {
        return post(path, "application/json", JSON.writeValueAsString(body));
    }

    Answer post(String path, String contentType, String body) {
        return send(
                request(path, Map.of())
                        .header("Content-Type", contentType)
                        .POST(BodyPublishers.ofString(body)));
    }

    Answer put(String path, String contentType, String body) {
        return send(
                request(path, Map.of())
                        .header("Content-Type", contentType)
                        .PUT(BodyPublishers.ofString(body)));
    }

    /// A request for the caller to finish; it has the address and the key, and waits for ever.
    HttpRequest.Builder request(String path, Map<String, String> query) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path, query));
        return key.isEmpty() ? request : request.header("Authorization", "Bearer " + key);
    }

    private URI uri(String path, Map<String, String> query) {
        Map<String, String> all = new LinkedHashMap<>(query);
        if (!owner.isEmpty()) {
            all.put("owner", owner);
        }
        StringJoiner joined = new StringJoiner("&", "?", "").setEmptyValue("");
        all.forEach((name, value) -> joined.add(name + "=" + segment(value)));
        return URI.create(server + path + joined);
    }

    <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    Answer.Unreachable unreachable() {
        return new Answer.Unreachable("No server answers at " + server + ".");
    }

    /// The server's own words for a refusal, or its status when it said nothing.
    Answer.Refused refused(int status, String body) {
        String message = message(body);
        if (message.isEmpty()) {
            message = "The server answered " + status + ".";
        }
        boolean keyless = status == 401 && key.isEmpty();
        return new Answer.Refused(
                status, keyless ? message + " Give a key with --key or REFEREE_KEY." : message);
    }

    private static String message(String body) {
        try {
            JsonNode error = JSON.readTree(body).path("error");
            return error.path("message").asString("").strip();
        } catch (JacksonException _) {
            return "";
        }
    }

    private Answer send(HttpRequest.Builder request) {
        HttpRequest timed = request.timeout(ANSWER_TIMEOUT).build();
        try {
            HttpResponse<byte[]> response = exchange(timed, BodyHandlers.ofByteArray());
            int status = response.statusCode();
            return status >= 200 && status < 300
                    ? new Answer.Accepted(status, response.body())
                    : refused(status, new String(response.body(), StandardCharsets.UTF_8));
        } catch (HttpTimeoutException e) {
            return e instanceof HttpConnectTimeoutException
                    ? unreachable()
                    : new Answer.Unreachable(
                            "The server at "
                                    + server
                                    + " did not answer within "
                                    + ANSWER_TIMEOUT.toSeconds()
                                    + " s.");
        } catch (IOException _) {
            return unreachable();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
