package io.referee.server.app.demo;

/// What came of a scenario. *Immutable.*
///
/// @param words one or two sentences
sealed interface Verdict {
    String words();

    /// It went as it must.
    record Good(String words) implements Verdict {}

    /// It did not.
    record Bad(String words) implements Verdict {}
}
