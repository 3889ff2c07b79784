package io.referee.server.script;

import java.time.Duration;

/// A script that was started. *Any thread.*
public interface Running {

    /// Stops the script past its own `rescue`; its `ensure` blocks run for a moment.
    ///
    /// @param reason for the log, and the message of the [ScriptEnd]
    void stop(String reason);

    /// It is stopped that much after now, but not later than the absolute limit.
    void deadline(Duration fromNow);
}
