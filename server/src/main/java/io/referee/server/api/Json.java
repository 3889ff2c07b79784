package io.referee.server.api;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/// Trees of maps, lists, text, numbers and booleans to JSON, and JSON to nodes. *Any thread.*
final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// JSON `null`, where it is the whole answer.
    static final Object NOTHING = NullNode.instance;

    private Json() {}

    static byte[] octets(Object tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    static String text(Object tree) {
        return MAPPER.writeValueAsString(tree);
    }

    /// Reads a request body; nothing at all is a missing node.
    ///
    /// @throws Problem 400 with line and column when it is no JSON
    static JsonNode read(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw Problem.badRequest(
                    "request body, line "
                            + place(e)
                            + ": this cannot be parsed: "
                            + reason(e)
                            + ".");
        }
    }

    private static String place(JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        return at == null
                ? "1:1"
                : Math.max(1, at.getLineNr()) + ":" + Math.max(1, at.getColumnNr());
    }

    private static String reason(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int end = message.indexOf('\n');
        return (end < 0 ? message : message.substring(0, end)).strip();
    }
}
