package io.referee.server.api;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// An answer, ready to be sent. *Immutable.*
record Reply(int status, String contentType, byte[] body, Map<String, String> headers) {

    /// @param tree maps, lists, text, numbers and booleans
    static Reply json(int status, Object tree) {
        return new Reply(status, "application/json", Json.octets(tree), Map.of());
    }

    static Reply json(Object tree) {
        return json(200, tree);
    }

    static Reply text(String contentType, String text) {
        return new Reply(200, contentType, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Reply octets(String contentType, byte[] octets) {
        return new Reply(200, contentType, octets, Map.of());
    }

    static Reply nothing() {
        return new Reply(204, "", new byte[0], Map.of());
    }

    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, Map.copyOf(more));
    }
}
