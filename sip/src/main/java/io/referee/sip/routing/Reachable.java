package io.referee.sip.routing;

import io.referee.sip.transport.Transport;

import java.util.List;

/// What we can send with. *Immutable.*
///
/// @param transports that connections can be opened with, the preferred one first: the order counts
///   where a domain does not say which one it prefers
/// @param families for which there are sockets
public record Reachable(List<Transport> transports, AddressFamilies families) {

    public Reachable {
        transports = List.copyOf(transports);
    }

    boolean has(Transport transport) {
        return transports.contains(transport);
    }
}
