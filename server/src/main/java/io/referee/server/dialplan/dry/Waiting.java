package io.referee.server.dialplan.dry;

import java.util.function.BooleanSupplier;

/// Lets a dry run wait for a script. What scripts say comes on other threads and is done on the one
/// that waits.
public interface Waiting {
    /// Hands over something to be done by whoever waits. *Any thread.*
    void post(Runnable work);

    /// Does what is handed over until something is so; false when that took too long.
    boolean until(BooleanSupplier so);
}
