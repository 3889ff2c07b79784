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

    /// Which of several failures the caller hears of, the one with the lowest rank: a refusal for
    /// everybody first (RFC 3261 §16.7 step 6), then what a person did, then what is wrong with the
    /// call, then silence and dead phones.
    public static int rank(int status) {
        return switch (status) {
            case 486, 480 -> 10;
            case 408, 487 -> 40;
            case 503, 500, 502, 504 -> 50;
            default -> status >= 600 ? 0 : 20 + status / 100;
        };
    }

    /// Whether somebody refused for everybody (RFC 3261 §21.6), so that nobody else is to be rung.
    public boolean global() {
        return status >= 600;
    }
}
