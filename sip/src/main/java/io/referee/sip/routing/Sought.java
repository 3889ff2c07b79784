package io.referee.sip.routing;

import io.referee.sip.header.Via;
import io.referee.sip.transport.Hosts;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/// What is searched for: the parts of a URI or a Via that say where a server is. *Immutable.*
///
/// @param host what RFC 3263 §4 calls TARGET: `maddr`, else the host; a name or an IP address
/// @param port 0 when none is named
/// @param transport in lower case, empty when none is named
/// @param secure only transports with TLS will do (`sips:`)
/// @param identity the name that a certificate of the server has to show (RFC 5922 §7.1): the
///   domain that was asked for, not one that the DNS put in its place
public record Sought(String host, int port, String transport, boolean secure, String identity) {

    /// The next server on the way to this URI; empty when it is no SIP URI.
    public static Optional<Sought> of(Uri uri) {
        return uri instanceof SipUri sip ? Optional.of(of(sip)) : Optional.empty();
    }

    private static Sought of(SipUri uri) {
        String maddr = uri.parameters().value("maddr").orElse("");
        return new Sought(
                maddr.isEmpty() ? uri.host() : maddr,
                Math.max(uri.port(), 0),
                uri.transport(),
                uri.secure(),
                uri.domain());
    }

    /// Where a response goes when it can be sent neither over the connection of its request nor to
    /// the address that this came from: to the Via's own host and port (RFC 3263 §5), as a URI that
    /// is searched like any other.
    public static SipUri sender(Via via) {
        return SipUri.of("", via.host(), via.port())
                .withParameter("transport", via.transport().toLowerCase(Locale.ROOT));
    }

    /// The address, when the host is one; no question is needed then.
    Optional<InetAddress> numeric() {
        return Optional.ofNullable(Hosts.address(host, port).getAddress());
    }
}
