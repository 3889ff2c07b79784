package io.referee.server.call;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where a call goes.
public sealed interface Route {

    /// Ring all of these at once.
    record Ring(List<Target> targets, Otherwise otherwise) implements Route {

        /// The same with only those places, of whatever comes later too; 480 when none is left.
        Route only(Predicate<Target> wanted) {
            List<Target> left = targets.stream().filter(wanted).toList();
            Otherwise later = () -> otherwise.next().map(next -> Route.only(next, wanted));
            return left.isEmpty()
                    ? later.next()
                            .filter(Ring.class::isInstance)
                            .orElseGet(() -> new Refused(480, "Temporarily Unavailable"))
                    : new Ring(left, later);
        }
    }

    /// The route with only those places.
    static Route only(Route route, Predicate<Target> wanted) {
        return switch (route) {
            case Refused refused -> refused;
            case Ring ring -> ring.only(wanted);
        };
    }

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
