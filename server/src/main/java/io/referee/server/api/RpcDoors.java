package io.referee.server.api;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON-RPC 2.0 at `/mi`. No method is there yet; what is asked is answered in its own language.
final class RpcDoors {
    private static final int INVALID_REQUEST = -32600;
    private static final int METHOD_NOT_FOUND = -32601;

    List<Door> doors() {
        return List.of(Door.post("/mi", this::call));
    }

    private Reply call(Asked asked) {
        JsonNode request = Json.read(asked.body());
        if (!request.isObject() || !request.path("method").isString()) {
            return error(request, INVALID_REQUEST, "Invalid request");
        }
        return request.has("id")
                ? error(
                        request,
                        METHOD_NOT_FOUND,
                        "Method not available: " + request.path("method").asString())
                : Reply.nothing();
    }

    private static Reply error(JsonNode request, int code, String message) {
        JsonNode id = request.path("id");
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("jsonrpc", "2.0");
        json.put("error", Map.of("code", code, "message", message));
        json.put("id", id.isString() || id.isNumber() ? id : null);
        return Reply.json(json);
    }
}
