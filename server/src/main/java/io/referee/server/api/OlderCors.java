package io.referee.server.api;

import io.javalin.http.HandlerType;
import io.referee.server.api.Door.Access;

/// Lets pages of other sites ask the older service, as its jQuery sample does: answers say so, and
/// the question that a browser asks first for a header of its own is answered (the Fetch standard,
/// "CORS protocol"). No credentials of the browser are allowed.
final class OlderCors {
    private static final String ORIGIN = "Access-Control-Allow-Origin";

    private OlderCors() {}

    /// Answers the question before.
    static Door door(String path) {
        return new Door(
                HandlerType.OPTIONS,
                path,
                Access.OLDER,
                _ ->
                        open(Reply.nothing())
                                .with("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
                                .with(
                                        "Access-Control-Allow-Headers",
                                        "AuthID, apikey, Authorization, Content-Type")
                                .with("Access-Control-Max-Age", "3600"));
    }

    static Reply open(Reply reply) {
        return reply.with(ORIGIN, "*");
    }
}
