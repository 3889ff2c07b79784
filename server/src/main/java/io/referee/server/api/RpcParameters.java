package io.referee.server.api;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parameters of a JSON-RPC method, by name or by position. *Immutable.*
final class RpcParameters {
    /// The longest value, in characters.
    static final int TEXT_AT_MOST = 512;

    private final Map<String, JsonNode> values;

    private RpcParameters(Map<String, JsonNode> values) {
        this.values = Map.copyOf(values);
    }

    /// Why parameters cannot be taken.
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message, null, false, false);
        }
    }

    /// @param params an object, a list, or nothing
    /// @param names those that there are, in the order in which a list gives them
    /// @throws Wrong when they are something else or there are others
    static RpcParameters of(JsonNode params, List<String> names) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        if (params.isArray()) {
            if (params.size() > names.size()) {
                throw new Wrong("there are " + names.size() + " at most");
            }
            for (int i = 0; i < params.size(); i++) {
                values.put(names.get(i), params.get(i));
            }
        } else if (params.isObject()) {
            for (Map.Entry<String, JsonNode> each : params.properties()) {
                if (!names.contains(each.getKey())) {
                    throw new Wrong(
                            each.getKey() + " is none; there are " + String.join(", ", names));
                }
                values.put(each.getKey(), each.getValue());
            }
        } else if (!params.isMissingNode()) {
            throw new Wrong("an object or a list is expected");
        }
        values.values().removeIf(JsonNode::isNull);
        return new RpcParameters(values);
    }

    /// @throws Wrong when it is no text or number, or too long
    Optional<String> text(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(text(name, value));
    }

    private static String text(String name, JsonNode value) {
        boolean fine = value.isString() || value.isNumber();
        String text = fine ? value.asString() : "";
        if (!fine || text.length() > TEXT_AT_MOST) {
            throw new Wrong(name + " must be text of at most " + TEXT_AT_MOST + " characters");
        }
        return text;
    }

    /// @throws Wrong when it is missing, empty or no text
    String required(String name) {
        return text(name)
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new Wrong(name + " is missing"));
    }

    /// A yes or no, also as 1 or 0; no when it is missing.
    ///
    /// @throws Wrong when it is neither
    boolean flag(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            return false;
        }
        return switch (value.asString("")) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new Wrong(name + " must be true or false");
        };
    }

    /// One text, or a list of two of them; none when it is missing.
    ///
    /// @throws Wrong when it is something else
    List<String> oneOrTwo(String name) {
        JsonNode value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            return List.of(text(name, value));
        }
        if (value.size() != 2) {
            throw new Wrong(name + " must be text or a list of two");
        }
        List<String> both = new ArrayList<>();
        value.values().forEach(each -> both.add(text(name, each)));
        return both;
    }
}
