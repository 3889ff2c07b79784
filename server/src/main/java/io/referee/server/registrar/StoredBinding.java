package io.referee.server.registrar;

import java.time.Instant;

/// A binding as it survives a restart. *Immutable.* What does not apply is empty.
///
/// @param aor `name@domain`
/// @param contact the Contact URI as the phone wrote it
/// @param source `host:port` from which the REGISTER came
/// @param transport `udp` or `tcp`
/// @param receivedHop where requests for it are really sent, as text of the registrar's own making
/// @param callId Call-ID of the REGISTER
/// @param cSeq its CSeq number
/// @param q preference, 0 to 1
/// @param instance `+sip.instance`
/// @param regId number of its flow, 0 for none
/// @param path values of Path, one in a line
/// @param generation of its temporary GRUUs
public record StoredBinding(
        String aor,
        String contact,
        String source,
        String transport,
        String receivedHop,
        String callId,
        long cSeq,
        double q,
        String instance,
        int regId,
        String path,
        long generation,
        Instant expires) {

    /// What tells bindings apart.
    ///
    /// @param flow empty when the binding is no flow
    public record Key(String aor, String contact, String flow) {}

    /// The key of this one.
    public Key key() {
        return new Key(aor, contact, regId == 0 ? "" : regId + ";" + instance);
    }
}
