package io.referee.sip.message;

import io.referee.sip.uri.Parameters;

import java.util.Locale;
import java.util.Optional;

/// A media type, or a range of them in Accept (RFC 3261 §20.1, §20.15). *Immutable.*
///
/// @param type such as `application`, lower case; `*` in a range
/// @param subtype such as `sdp`, lower case; `*` in a range
/// @param parameters as written
public record MediaType(String type, String subtype, Parameters parameters) {

    /// Reads `type/subtype;parameters`; empty when it is none.
    public static Optional<MediaType> parse(String value) {
        int semicolon = value.indexOf(';');
        int to = semicolon < 0 ? value.length() : semicolon;
        int slash = value.indexOf('/');
        if (slash < 0 || slash > to) {
            return Optional.empty();
        }
        String type = value.substring(0, slash).strip().toLowerCase(Locale.ROOT);
        String subtype = value.substring(slash + 1, to).strip().toLowerCase(Locale.ROOT);
        Parameters parameters = Parameters.parse(value.substring(to));
        return Tokens.token(type) && Tokens.token(subtype) && !parameters.broken()
                ? Optional.of(new MediaType(type, subtype, parameters))
                : Optional.empty();
    }

    /// Whether this range takes the other: `*/*`, `application/*`, or the type itself. Parameters
    /// do not matter.
    public boolean takes(MediaType other) {
        return type.equals("*")
                || type.equals(other.type)
                        && (subtype.equals("*") || subtype.equals(other.subtype));
    }

    /// The value of a parameter without quotes, or the empty string.
    public String parameter(String name) {
        String value = parameters.value(name).orElse("");
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /// `type/subtype`, without parameters.
    public String text() {
        return type + '/' + subtype;
    }
}
