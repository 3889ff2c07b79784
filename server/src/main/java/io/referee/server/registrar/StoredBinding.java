package io.referee.server.registrar;

import java.time.Instant;

/// A binding as it survives a restart. *Immutable.* What does not apply is empty.
///
/// @param aor `name@domain`
/// @param contact the Contact URI as the phone wrote it; with `aor` it is the key
/// @param source `host:port` from which the REGISTER came
/// @param transport `udp` or `tcp`
/// @param receivedHop where requests for it are really sent, as text of the registrar's own making
/// @param callId Call-ID of the REGISTER
/// @param cSeq its CSeq number
/// @param q preference, 0 to 1
/// @param instance `+sip.instance`
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
        Instant expires) {}
