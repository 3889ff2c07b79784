package io.referee.sip.transaction;

import io.referee.sip.message.Method;
import io.referee.sip.message.SipMessage;

import java.util.Comparator;

/// What finds a client transaction (RFC 3261 §17.1.3). *Immutable.*
///
/// Strings that have all the same hash are easy to make. A map finds what is Comparable quickly all
/// the same.
record ClientKey(String branch, Method method) implements Comparable<ClientKey> {
    private static final Comparator<ClientKey> ORDER =
            Comparator.comparing(ClientKey::branch).thenComparing(key -> key.method().name());

    static ClientKey of(SipMessage message) {
        return new ClientKey(message.via().branch(), message.cseq().method());
    }

    @Override
    public int compareTo(ClientKey other) {
        return ORDER.compare(this, other);
    }
}
