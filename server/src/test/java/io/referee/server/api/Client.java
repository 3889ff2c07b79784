package io.referee.server.api;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/// Somebody with a key who asks the API. *One thread.*
final class Client implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final String url;
    private final List<String> headers;
    private final HttpClient http;

    Client(LiveApi live, String... headers) {
        this(
                "http://127.0.0.1:" + live.address.getPort(),
                List.of(headers),
                HttpClient.newHttpClient());
    }

    private Client(String url, List<String> headers, HttpClient http) {
        this.url = url;
        this.headers = headers;
        this.http = http;
    }

    /// The same with one more header.
    Client with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new Client(url, List.copyOf(more), http);
    }

    /// The same with a key.
    Client key(String key) {
        return with("Authorization", "Bearer " + key);
    }

    /// What came back.
    record Got(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        String code() {
            return json().path("error").path("code").asString("");
        }

        String message() {
            return json().path("error").path("message").asString("");
        }
    }

    Got get(String path) {
        return ask("GET", path, "");
    }

    Got post(String path, String body) {
        return ask("POST", path, body);
    }

    Got put(String path, String body) {
        return ask("PUT", path, body);
    }

    Got delete(String path) {
        return ask("DELETE", path, "");
    }

    Got ask(String method, String path, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .method(method, BodyPublishers.ofString(body));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Got(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
