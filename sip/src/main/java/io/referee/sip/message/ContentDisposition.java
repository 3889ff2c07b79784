package io.referee.sip.message;

import io.referee.sip.uri.Parameters;

import java.util.Locale;

/// What a body or a part of it is for (RFC 3261 §20.11, RFC 5621 §5). *Immutable.*
///
/// @param type such as `session` or `render`, lower case
public record ContentDisposition(String type, Parameters parameters) {

    /// Reads a value; what cannot be read is a disposition that nobody knows, without parameters.
    public static ContentDisposition parse(String value) {
        int semicolon = value.indexOf(';');
        int to = semicolon < 0 ? value.length() : semicolon;
        String type = value.substring(0, to).strip().toLowerCase(Locale.ROOT);
        Parameters parameters = Parameters.parse(value.substring(to));
        return new ContentDisposition(type, parameters.broken() ? Parameters.NONE : parameters);
    }

    /// Whether who does not understand the body must answer 415; so it is unless
    /// `handling=optional`.
    public boolean required() {
        return !parameters.value("handling").orElse("").equalsIgnoreCase("optional");
    }
}
