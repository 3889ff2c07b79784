package io.referee.server.registrar;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import java.util.Optional;

/// Hops as text, `udp:192.0.2.7:5060`. A connection does not outlive the process, so it is not in
/// the text, and a hop that was read opens a new one.
final class StoredHop {
    private StoredHop() {}

    static String text(Hop hop) {
        return hop.toString();
    }

    /// Empty when the text is not a hop.
    static Optional<Hop> read(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String name = text.substring(0, colon);
        for (Transport transport : Transport.values()) {
            if (transport.text().equalsIgnoreCase(name)) {
                return SipUri.hostPort(text.substring(colon + 1))
                        .filter(at -> at.port() > 0)
                        .map(at -> new Hop(transport, Hosts.address(at.host(), at.port()), 0));
            }
        }
        return Optional.empty();
    }

    /// The host of a hop as text, or of `host:port`; empty when it is neither.
    static String host(String text) {
        return read(text)
                .map(Hop::host)
                .or(() -> SipUri.hostPort(text).map(at -> at.host()))
                .orElse("");
    }
}
