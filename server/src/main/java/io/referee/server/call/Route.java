package io.referee.server.call;

import java.util.List;

/// Where a call goes.
public sealed interface Route {

    /// Ring all of these at once.
    record Ring(List<Target> targets) implements Route {}

    /// Nowhere.
    ///
    /// @param status 404, 480, 484, 603 ...
    record Refused(int status, String reason) implements Route {}
}
