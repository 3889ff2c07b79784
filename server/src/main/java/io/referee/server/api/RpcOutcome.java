package io.referee.server.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// What came of a JSON-RPC method. *Immutable.*
sealed interface RpcOutcome {

    /// @param result maps, lists, text, numbers and booleans
    record Done(Object result) implements RpcOutcome {}

    /// @param code of the error object: below -32000 as JSON-RPC defines it, else a SIP status
    /// @param setting what would have to be set to allow it, in words; empty when nothing would
    record Failed(int code, String message, String setting) implements RpcOutcome {
        Failed(int code, String message) {
            this(code, message, "");
        }

        /// The error object.
        Map<String, Object> error() {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("code", code);
            error.put("message", message);
            if (!setting.isEmpty()) {
                error.put("data", Map.of("setting", setting));
            }
            return error;
        }
    }

    /// The engine has too much to do.
    int BUSY = -32002;

    static Failed invalid(String message) {
        return new Failed(-32602, "Invalid params: " + message);
    }
}
