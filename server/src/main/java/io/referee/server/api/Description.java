package io.referee.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The description of the API, `openapi.yaml` beside this class; a test holds it against what is
/// registered.
final class Description {

    List<Door> doors() {
        return List.of(
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
