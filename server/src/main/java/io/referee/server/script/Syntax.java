package io.referee.server.script;

/// Whether a text is Ruby. *Immutable.*
public sealed interface Syntax {

    /// It is.
    record Good() implements Syntax {}

    /// It is not.
    record Wrong(SyntaxError error) implements Syntax {}

    /// Nobody could tell in time.
    record Unknown(String reason) implements Syntax {}
}
