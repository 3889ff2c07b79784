package io.referee.sip.routing;

import java.util.Locale;

/// One question to the DNS. *Immutable.*
///
/// @param name in lower case, without the dot at its end: always the full name, nothing is appended
///   to it
public record Question(String name, RecordType type) {

    public Question {
        name = plain(name);
    }

    /// A domain name as it stands in questions: lower case, no dot at the end (`.` alone becomes
    /// empty). Names that differ only in that are the same (RFC 1035 §2.3.3).
    static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    @Override
    public String toString() {
        return name + ' ' + type;
    }
}
