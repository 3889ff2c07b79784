package io.referee.server.dialplan;

/// A text of a rule, read. *Immutable.*
public sealed interface Parsed<T> {

    record Good<T>(T value) implements Parsed<T> {}

    /// It cannot be used.
    ///
    /// @param key the key of the rule that is wrong: `pattern`
    /// @param complaint what is wrong with it, to stand behind the key: `must be …, not "x".`
    record Wrong<T>(String key, String complaint) implements Parsed<T> {}
}
