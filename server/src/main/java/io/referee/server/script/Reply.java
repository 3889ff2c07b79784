package io.referee.server.script;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// The answer to one call of a script. Given once, then or later; a second one, or one to a script
/// that has been stopped, is dropped. *Any thread.*
public interface Reply {

    /// @param value plain data, as in [ScriptRun]
    default void answer(@Nullable Object value) {
        answer(value, Map.of());
    }

    /// @param changed members of `sys` that have another value from now on, `RedirectURI` or
    ///   `LastFailureReason`
    void answer(@Nullable Object value, Map<String, Object> changed);

    /// Raises an error with this text in the script.
    void fail(String text);
}
