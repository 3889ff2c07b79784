package io.referee.sip.uri;

import java.util.Locale;
import java.util.Optional;

/// A telephone number as a URI (RFC 3966): `tel:+1-201-555-0123`, or a local number with the
/// context that it is dialled in. *Immutable.*
///
/// @param number as written, with visual separators; a global one starts with a plus
/// @param parameters with `phone-context`, `ext`, `isub` and others, as written
public record TelUri(String number, Parameters parameters) implements Uri {
    private static final String SCHEME = "tel";
    private static final String SEPARATORS = "-.()";
    private static final String LOCAL = "0123456789*#abcdefABCDEF";

    /// Reads a telephone URI; empty when it is none. A local number without a context, which RFC
    /// 3966 §5.1.5 forbids, is read all the same: phones write `tel:112`.
    public static Optional<TelUri> parse(String text) {
        if (!text.regionMatches(true, 0, "tel:", 0, 4)) {
            return Optional.empty();
        }
        int semicolon = text.indexOf(';');
        int numberTo = semicolon < 0 ? text.length() : semicolon;
        String number = text.substring(4, numberTo);
        Parameters parameters = Parameters.parse(text.substring(numberTo));
        return numberLike(number) && !parameters.broken() && printable(text)
                ? Optional.of(new TelUri(number, parameters))
                : Optional.empty();
    }

    private static boolean numberLike(String number) {
        boolean global = number.startsWith("+");
        int digits = 0;
        for (int i = global ? 1 : 0; i < number.length(); i++) {
            char c = number.charAt(i);
            boolean digit = global ? c >= '0' && c <= '9' : LOCAL.indexOf(c) >= 0;
            if (!digit && SEPARATORS.indexOf(c) < 0) {
                return false;
            }
            digits += digit ? 1 : 0;
        }
        return digits > 0;
    }

    private static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == 127) {
                return false;
            }
        }
        return true;
    }

    /// Whether the number is the same everywhere: it starts with a plus.
    public boolean global() {
        return number.startsWith("+");
    }

    /// The number without visual separators, in lower case; a global one keeps its plus.
    public String digits() {
        return bare(number);
    }

    /// Where a local number can be dialled: a domain, or a prefix that starts with a plus. The
    /// empty string when it is not said.
    public String context() {
        return parameters.value("phone-context").orElse("");
    }

    /// The extension without visual separators, or the empty string.
    public String extension() {
        return bare(parameters.value("ext").orElse(""));
    }

    private static String bare(String dialled) {
        StringBuilder digits = new StringBuilder(dialled.length());
        for (int i = 0; i < dialled.length(); i++) {
            if (SEPARATORS.indexOf(dialled.charAt(i)) < 0) {
                digits.append(dialled.charAt(i));
            }
        }
        return digits.toString().toLowerCase(Locale.ROOT);
    }

    /// Whether both name the same telephone (RFC 3966 §4): the same number, the same parameters in
    /// any order, all compared without case, numbers without visual separators.
    public boolean equivalent(TelUri other) {
        return digits().equals(other.digits()) && holds(other) && other.holds(this);
    }

    /// Whether every parameter of the other is here with the same value.
    private boolean holds(TelUri other) {
        for (String name : other.parameters.names()) {
            String theirs = comparable(name, other.parameters.value(name).orElse(""));
            boolean same =
                    parameters
                            .value(name)
                            .map(ours -> comparable(name, ours).equals(theirs))
                            .orElse(false);
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static String comparable(String name, String value) {
        boolean dialled =
                name.equalsIgnoreCase("ext")
                        || name.equalsIgnoreCase("phone-context") && value.startsWith("+");
        return dialled ? bare(value) : Escapes.unescape(value).toLowerCase(Locale.ROOT);
    }

    @Override
    public String text() {
        return SCHEME + ':' + number + parameters.text();
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public String toString() {
        return text();
    }
}
