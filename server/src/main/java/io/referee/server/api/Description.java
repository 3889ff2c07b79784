package io.referee.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The description of the API, `openapi.yaml` beside this class; a test holds it against what is
/// registered.
final class Description {
    /// What somebody finds who asks for nothing in particular.
    private static final Map<String, Object> SIGNPOST = signpost();

    private static Map<String, Object> signpost() {
        Map<String, Object> signpost = new LinkedHashMap<>();
        signpost.put("name", "Referee");
        signpost.put("description", "/openapi.yaml");
        signpost.put("api", "/api/v1/");
        signpost.put("key", "Authorization: Bearer KEY");
        signpost.put("health", "/healthz");
        signpost.put("metrics", "/metrics");
        return signpost;
    }

    List<Door> doors() {
        return List.of(
                Door.get("/", _ -> Reply.json(SIGNPOST)).open(Door.Access.ANYBODY),
                Door.get(
                                "/openapi.yaml",
                                _ -> Reply.text("application/yaml; charset=utf-8", text()))
                        .open(Door.Access.ANYBODY));
    }

    static String text() {
        try (InputStream in = Description.class.getResourceAsStream("openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml was not packaged with the server");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
