package io.referee.ladder;

/// Whether a message is what the words of a line want. Immutable.
public sealed interface Match {

    /// It is.
    record Matched() implements Match {}

    /// It is not; `why` says so to the reader of a failed test, e.g. `status is 486, not 200`.
    record Mismatch(String why) implements Match {}

    /// The words fit.
    static Match matched() {
        return new Matched();
    }

    /// The words do not fit, for this reason.
    static Match mismatch(String why) {
        return new Mismatch(why);
    }
}
