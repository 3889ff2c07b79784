package io.referee.server.api;

import java.util.List;
import java.util.Optional;

/// How SIP over WebSocket is offered at `/sip`. *Immutable.*
///
/// @param door where messages go; empty: not offered
/// @param origins the pages that may connect, in lower case, as in `https://phone.example.org`;
///   none: all
public record SipRoute(Optional<SipDoor> door, List<String> origins) {

    public SipRoute {
        origins = List.copyOf(origins);
    }

    /// Not offered.
    public static SipRoute off() {
        return new SipRoute(Optional.empty(), List.of());
    }
}
