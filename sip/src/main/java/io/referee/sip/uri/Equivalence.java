package io.referee.sip.uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether two SIP URIs mean the same (RFC 3261 §19.1.4). It is not transitive, so it makes no key
/// of a map.
final class Equivalence {
    /// Parameters that both URIs have, or neither.
    private static final String[] NEVER_ALONE = {"user", "ttl", "method", "maddr", "transport"};

    private Equivalence() {}

    static boolean of(SipUri a, SipUri b) {
        return a.secure() == b.secure()
                && a.port() == b.port()
                && a.domain().equals(b.domain())
                && a.user().isEmpty() == b.user().isEmpty()
                && Escapes.normal(a.user()).equals(Escapes.normal(b.user()))
                && Escapes.normal(a.password()).equals(Escapes.normal(b.password()))
                && parameters(a.parameters(), b.parameters())
                && headers(a.headers()).equals(headers(b.headers()));
    }

    private static boolean parameters(Parameters a, Parameters b) {
        for (String name : NEVER_ALONE) {
            if (a.has(name) != b.has(name)) {
                return false;
            }
        }
        for (String name : a.names()) {
            Optional<String> theirs = b.value(name);
            if (theirs.isPresent()
                    && !folded(a.value(name).orElse("")).equals(folded(theirs.get()))) {
                return false;
            }
        }
        return true;
    }

    /// Name and value pairs in alphabetical order, as one text each.
    private static List<String> headers(String text) {
        List<String> pairs = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int and = text.indexOf('&', from);
            int to = and < 0 ? text.length() : and;
            pairs.add(pair(text.substring(from, to)));
            from = to + 1;
        }
        pairs.sort(null);
        return pairs;
    }

    /// The name without case; the value with it, for there are headers where it matters.
    private static String pair(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? folded(text)
                : folded(text.substring(0, equals))
                        + '='
                        + Escapes.normal(text.substring(equals + 1));
    }

    private static String folded(String text) {
        return Escapes.normal(text).toLowerCase(Locale.ROOT);
    }
}
