package io.referee.softphone;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

/// With whom a line registers, and as who. *Immutable.*
///
/// @param user also the user name of the digest
/// @param domain what stands behind the @ of the address of record
/// @param registrar `host:port` of the server that all requests go to; without a port, that of the
///   transport. Over TLS it is the name that its certificate must show.
/// @param transport UDP, TCP or TLS
public record SipAccount(
        String user, String password, String domain, String registrar, Transport transport) {

    /// @throws IllegalArgumentException when the registrar is no `host:port`, the user is empty, or
    ///   the transport is one that only a server can offer
    public SipAccount {
        if (transport.peerConnects()) {
            throw new IllegalArgumentException("a phone cannot call over " + transport.text());
        }
        if (user.isEmpty() || SipUri.hostPort(registrar).isEmpty()) {
            throw new IllegalArgumentException(
                    "account '" + user + "' at registrar '" + registrar + "'");
        }
    }

    /// An account on UDP.
    public static SipAccount udp(String user, String password, String domain, String registrar) {
        return new SipAccount(user, password, domain, registrar, Transport.UDP);
    }

    /// The address of record.
    public SipUri addressOfRecord() {
        return SipUri.of(Escapes.escapeUser(user), domain, -1);
    }

    Hop hop() {
        SipUri.HostPort where = SipUri.hostPort(registrar).orElseThrow();
        int port = where.port() > 0 ? where.port() : transport.defaultPort();
        return Hop.of(transport, Hosts.address(where.host(), port));
    }

    /// Without the password.
    @Override
    public String toString() {
        return "SipAccount["
                + addressOfRecord().text()
                + " at "
                + transport.text()
                + ' '
                + registrar
                + ']';
    }
}
