package io.referee.server.registrar;

import io.referee.sip.uri.SipUri;

import java.util.List;

/// What a REGISTER asks for (RFC 3261 §10.2). *Immutable.*
sealed interface Asked {

    /// No Contact: tell the bindings.
    record Fetch() implements Asked {}

    /// `Contact: *` with `Expires: 0`.
    record RemoveAll() implements Asked {}

    /// @param wishes one per Contact, in order
    record Change(List<Wish> wishes) implements Asked {}

    record Malformed(int status, String reason) implements Asked {}

    /// One Contact.
    ///
    /// @param seconds to live, as granted; 0 removes
    /// @param priority q times 1000
    /// @param instance the +sip.instance without its quotes, empty when absent
    /// @param regId number of the flow (RFC 5626 §4.2), 0 when the phone does not do outbound
    record Wish(SipUri contact, long seconds, int priority, String instance, int regId) {}
}
