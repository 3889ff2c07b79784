package io.referee.server.call;

import java.util.List;
import java.util.Optional;

/// Where a call goes.
public sealed interface Route {

    /// Ring all of these at once.
    record Ring(List<Target> targets, Otherwise otherwise) implements Route {}

    /// Nowhere.
    ///
    /// @param status 404, 480, 484, 603 ...
    record Refused(int status, String reason) implements Route {}

    /// Where to go when nobody of these answers; asked only then.
    @FunctionalInterface
    interface Otherwise {
        /// There is nothing else to try.
        Otherwise NOTHING = Optional::empty;

        Optional<Route> next();
    }

    /// What the caller is told of a failure (RFC 3261 §16.7): a redirect is not followed and not
    /// passed on, a challenge that we cannot answer is a refusal, and another server's overload is
    /// not ours.
    static Refused told(int status, String reason) {
        return switch (status) {
            case 401, 407 -> new Refused(403, "Forbidden");
            case 430 -> new Refused(480, "Temporarily Unavailable");
            case 503 -> new Refused(500, "Server Internal Error");
            default ->
                    status < 400
                            ? new Refused(480, "Temporarily Unavailable")
                            : new Refused(status, reason);
        };
    }
}
