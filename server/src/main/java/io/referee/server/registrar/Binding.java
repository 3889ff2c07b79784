package io.referee.server.registrar;

import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import java.time.Instant;
import java.util.List;

/// A phone that registered: what to put into the Request-URI and where to send it. *Immutable.*
///
/// @param aor the address of record, `name@domain`
/// @param contact the Contact URI as registered
/// @param hop where requests to the phone go: the address (and connection) that the REGISTER came
///   from when the contact cannot be reached directly, else what the contact says
/// @param callId Call-ID of the REGISTER
/// @param cseq CSeq number of the REGISTER
/// @param priority q times 1000, 0 to 1000
/// @param instance the +sip.instance, empty when absent
/// @param regId number of the flow that it is (RFC 5626), 0 when it is none
/// @param path what goes into Route on the way to the phone (RFC 3327), in order
/// @param generation of its temporary GRUUs (RFC 5627), 0 without an instance
/// @param source the address that the REGISTER came from, as text
public record Binding(
        String aor,
        SipUri contact,
        Hop hop,
        String callId,
        long cseq,
        int priority,
        String instance,
        int regId,
        List<String> path,
        long generation,
        Instant expires,
        String source) {

    Binding reachedBy(Hop other) {
        return new Binding(
                aor,
                contact,
                other,
                callId,
                cseq,
                priority,
                instance,
                regId,
                path,
                generation,
                expires,
                source);
    }

    Binding inGeneration(long other) {
        return new Binding(
                aor, contact, hop, callId, cseq, priority, instance, regId, path, other, expires,
                source);
    }

    /// Whether it is of the same phone as the other.
    boolean sameInstance(Binding other) {
        return !instance.isEmpty() && instance.equals(other.instance) && aor.equals(other.aor);
    }

    /// The Contact as it is seen from outside of the phone's network.
    public SipUri outside() {
        return path.isEmpty() ? outside(contact, hop) : contact;
    }

    /// The Contact of a phone behind a NAT, whose address only its own network knows, with the
    /// address that it registered from.
    public static SipUri outside(SipUri contact, Hop hop) {
        boolean literal = contact.host().matches("\\d{1,3}(\\.\\d{1,3}){3}");
        return literal && !contact.host().equals(hop.host())
                ? contact.at(hop.host(), hop.port())
                : contact;
    }
}
