package io.referee.server.call;

import io.referee.sip.message.Response;

import java.util.List;

/// Why nobody of those that were rung answered. *Immutable.*
///
/// @param status the one that the caller would hear of: 486, 408 ...
/// @param rejected who said no by himself, in that order
/// @param timedOut whether they were still ringing when the time was up
public record Failure(int status, String reason, List<Rejected> rejected, boolean timedOut) {

    /// Nobody said anything.
    public static Failure of(int status, String reason) {
        return new Failure(status, reason, List.of(), false);
    }

    /// One final response.
    public record Rejected(Target target, Response response) {}

    /// Whether somebody refused for everybody (RFC 3261 §21.6), so that nobody else is to be rung.
    public boolean global() {
        return status >= 600;
    }
}
