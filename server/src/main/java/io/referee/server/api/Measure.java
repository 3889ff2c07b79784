package io.referee.server.api;

import java.util.function.DoubleSupplier;

/// A number of the server for `GET /metrics`. *Immutable; `value` is asked by any thread and must
/// not wait.*
///
/// @param name with dots, as in `referee.sip.received`
/// @param description one sentence
public record Measure(Kind kind, String name, String description, DoubleSupplier value) {

    /// How the number moves.
    public enum Kind {
        /// It only grows, from the start of the server on.
        COUNTER,
        /// It is what is there now.
        GAUGE
    }

    /// A number that only grows.
    public static Measure counter(String name, String description, DoubleSupplier value) {
        return new Measure(Kind.COUNTER, name, description, value);
    }

    /// A number that is what is there now.
    public static Measure gauge(String name, String description, DoubleSupplier value) {
        return new Measure(Kind.GAUGE, name, description, value);
    }
}
