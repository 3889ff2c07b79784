package io.referee.server.api;

import java.util.LinkedHashMap;
import java.util.Map;

/// Why a request is not answered as it was meant to be. Thrown from wherever in a handler it is
/// found out, and answered as `{"error": {"code", "message"}}`: here, at the edge, that keeps
/// handlers short. *Immutable.*
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String setting;

    /// @param status of the HTTP answer
    /// @param code a word for programs, as in `not-found`
    Problem(int status, String code, String message) {
        this(status, code, message, "");
    }

    /// @param setting what would have to be set to allow it, in words; empty when nothing would
    Problem(int status, String code, String message, String setting) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.setting = setting;
    }

    static Problem badRequest(String message) {
        return new Problem(400, "bad-request", message);
    }

    /// Also for what belongs to somebody else: that it exists is nobody's business.
    static Problem notFound(String what) {
        return new Problem(404, "not-found", "There is no " + what + ".");
    }

    static Problem forbidden(String message) {
        return new Problem(403, "forbidden", message);
    }

    static Problem notAvailable(String what) {
        return new Problem(501, "not-available", what + " not available in this version.");
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    Reply reply() {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", String.valueOf(getMessage()));
        if (!setting.isEmpty()) {
            error.put("setting", setting);
        }
        Reply reply = Reply.json(status, Map.of("error", error));
        return status == 401 ? reply.with("WWW-Authenticate", "Bearer realm=\"referee\"") : reply;
    }
}
