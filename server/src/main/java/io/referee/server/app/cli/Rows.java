package io.referee.server.app.cli;

import tools.jackson.databind.JsonNode;

import java.util.Collection;
import java.util.List;

/// The objects of an answer, whether it is a list, an object that holds one, or one such object.
final class Rows {

    private Rows() {}

    /// @param mark a key by which a single object is told from one that wraps a list
    static Collection<JsonNode> of(JsonNode answer, String mark) {
        if (answer.isArray()) {
            return answer.values();
        }
        if (answer.has(mark)) {
            return List.of(answer);
        }
        for (JsonNode value : answer.values()) {
            if (value.isArray()) {
                return value.values();
            }
        }
        return List.of();
    }
}
