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
}
