package io.referee.server.app.cli;

import java.nio.charset.StandardCharsets;

/// What came of a request to the HTTP API. *Immutable.*
sealed interface Answer {

    /// The server did it; `body` as it came.
    record Accepted(int status, byte[] body) implements Answer {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /// The server said no, in words.
    record Refused(int status, String message) implements Answer {}

    /// No server answered; the sentence says where.
    record Unreachable(String sentence) implements Answer {}
}
