package io.referee.server.call;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.SipMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a caller asks to be kept from the callee: the value of Privacy (RFC 3323 §4.2, RFC 3325
/// §9.3, RFC 7044 §10.1). *Immutable.*
///
/// @param values in lower case; empty when the caller did not say
record Privacy(List<String> values) {
    /// Most values that are looked at.
    static final int MAX_VALUES = 10;

    private static final String NONE = "none";
    private static final String CRITICAL = "critical";
    private static final List<String> PROVIDED =
            List.of("header", "user", "id", "history", NONE, CRITICAL);

    /// Nothing was asked.
    static final Privacy UNSAID = new Privacy(List.of());

    /// Reads the header. The values are separated by semicolons, or, from some phones, by commas.
    static Privacy of(SipMessage message) {
        if (message.header(HeaderName.PRIVACY).isEmpty()) {
            return UNSAID;
        }
        List<String> values = new ArrayList<>(3);
        for (String field : message.values(HeaderName.PRIVACY)) {
            int start = 0;
            while (start <= field.length() && values.size() < MAX_VALUES) {
                int semicolon = field.indexOf(';', start);
                int end = semicolon < 0 ? field.length() : semicolon;
                String value = field.substring(start, end).strip().toLowerCase(Locale.ROOT);
                if (!value.isEmpty()) {
                    values.add(value);
                }
                start = end + 1;
            }
        }
        return new Privacy(List.copyOf(values));
    }

    private boolean asks(String value) {
        return values.contains(value) && !values.contains(NONE);
    }

    /// The caller must not go on without what it asks for, and asks for something that we cannot
    /// give: `session`, which is for those who carry media, or what we do not know (RFC 3323 §5).
    boolean impossible() {
        return asks(CRITICAL) && !PROVIDED.containsAll(values);
    }

    /// From must not show who calls. RFC 3323 asks for that with `user` only; with `id` it is meant
    /// as well where, as here, a phone must write its account into From to prove it.
    boolean hidesFrom() {
        return asks("user") || asks("id");
    }

    /// Headers that a user writes about itself must go (RFC 3323 §4.1).
    boolean hidesUser() {
        return asks("user");
    }

    /// What the network says of the caller is for the network (RFC 3325 §7).
    boolean hidesAssertion() {
        return asks("id") || asks("user") || asks("header");
    }

    /// Who was called before is for the network (RFC 7044 §10.1).
    boolean hidesHistory() {
        return asks("history") || asks("header") || asks("session") || hidesFrom();
    }

    /// What the next one still has to heed: all but what was done here (RFC 3323 §5). `id` and
    /// `history` are only done where the message leaves the network.
    String left(TrustDomain.Side side) {
        List<String> left = new ArrayList<>(values.size());
        for (String value : values) {
            boolean done = value.equals("user") || value.equals("header");
            boolean network = value.equals("id") || value.equals("history");
            if (!done && (side == TrustDomain.Side.INSIDE || !network)) {
                left.add(value);
            }
        }
        return left.size() == 1 && left.getFirst().equals(CRITICAL) ? "" : String.join(";", left);
    }
}
