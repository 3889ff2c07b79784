package io.referee.sip.digest;

/// One `name=value` of an authentication header. *Immutable.*
///
/// @param value without quotes and escapes
/// @param quoting whether the value goes out in quotes
public record AuthParam(String name, String value, Quoting quoting) {

    /// How a value is written (RFC 3261 §25.1).
    public enum Quoting {
        TOKEN,
        QUOTED
    }

    /// Throws [IllegalArgumentException] on text that would break out of its parameter.
    public AuthParam {
        AuthParams.requireToken(name);
        switch (quoting) {
            case TOKEN -> AuthParams.requireBare(value);
            case QUOTED -> AuthParams.requirePrintable(value);
        }
    }
}
