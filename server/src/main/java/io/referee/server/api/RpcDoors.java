package io.referee.server.api;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JSON-RPC 2.0 at `/mi`: single requests, batches and notifications. Whatever is wrong with a
/// request is answered in its own language, with HTTP status 200; what its methods do is
/// [RpcMethods]'.
final class RpcDoors {
    /// Requests of one batch.
    static final int BATCH_AT_MOST = 50;

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;

    private final RpcMethods methods;

    RpcDoors(ApiServices services) {
        this.methods =
                new RpcMethods(services.engine(), services.switchboard(), new RpcEngine(services));
    }

    List<Door> doors() {
        return List.of(Door.post("/mi", this::call));
    }

    private Reply call(Asked asked) {
        JsonNode request;
        try {
            request = Json.read(asked.body());
        } catch (Problem problem) {
            if (problem.status() != 400) {
                throw problem;
            }
            return Reply.json(error(null, PARSE_ERROR, "Parse error"));
        }
        if (!request.isArray()) {
            return one(asked, request).map(Reply::json).orElseGet(Reply::nothing);
        }
        if (request.isEmpty() || request.size() > BATCH_AT_MOST) {
            return Reply.json(error(null, INVALID_REQUEST, "Invalid Request"));
        }
        List<Map<String, @Nullable Object>> answers = new ArrayList<>();
        for (JsonNode each : request.values()) {
            one(asked, each).ifPresent(answers::add);
        }
        return answers.isEmpty() ? Reply.nothing() : Reply.json(answers);
    }

    /// The answer to one request; empty for a notification.
    private Optional<Map<String, @Nullable Object>> one(Asked asked, JsonNode request) {
        JsonNode id = request.path("id");
        boolean readable =
                request.isObject()
                        && request.path("jsonrpc").asString("").equals("2.0")
                        && request.path("method").isString()
                        && (id.isMissingNode() || id.isNull() || id.isString() || id.isNumber());
        if (!readable) {
            return Optional.of(error(plain(id), INVALID_REQUEST, "Invalid Request"));
        }
        RpcOutcome outcome = outcome(asked, request);
        if (id.isMissingNode()) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("jsonrpc", "2.0");
        switch (outcome) {
            case RpcOutcome.Done(Object result) -> answer.put("result", result);
            case RpcOutcome.Failed failed -> answer.put("error", failed.error());
        }
        answer.put("id", plain(id));
        return Optional.of(answer);
    }

    private RpcOutcome outcome(Asked asked, JsonNode request) {
        try {
            return methods.call(asked, request.path("method").asString(), request.path("params"));
        } catch (EngineDoor.Busy busy) {
            return new RpcOutcome.Failed(RpcOutcome.BUSY, String.valueOf(busy.getMessage()));
        }
    }

    private static @Nullable Object plain(JsonNode id) {
        return id.isString() || id.isNumber() ? id : null;
    }

    private static Map<String, @Nullable Object> error(
            @Nullable Object id, int code, String message) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("jsonrpc", "2.0");
        json.put("error", Map.of("code", code, "message", message));
        json.put("id", id);
        return json;
    }
}
