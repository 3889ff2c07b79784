package io.referee.sip.session;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside.Local;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// From URIs to hops, and from hops to our Contact.
public final class Addressing {
    private static final int DEFAULT_PORT = 5060;

    private Addressing() {}

    /// The hop that a SIP URI names: `maddr` or host, the port or that of the transport, and the
    /// transport of [#transport]. A host name stays unresolved. A URI of another scheme gives an
    /// unresolved hop that cannot be reached.
    public static Hop hop(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            return Hop.udp(Hosts.address("invalid.", DEFAULT_PORT));
        }
        Transport transport = transport(sip);
        String host = sip.parameters().value("maddr").orElse(sip.host());
        int port = sip.port() > 0 ? sip.port() : transport.defaultPort();
        return Hop.of(transport, Hosts.address(host, port));
    }

    /// The transport that a URI asks for: that of its parameter, or UDP; with `sips` the secure one
    /// of the same kind (RFC 3261 §26.2.2, RFC 7118 §5.2.2).
    public static Transport transport(SipUri uri) {
        return switch (uri.transport()) {
            case "ws" -> uri.secure() ? Transport.WSS : Transport.WS;
            case "wss" -> Transport.WSS;
            case "tls" -> Transport.TLS;
            case "tcp" -> uri.secure() ? Transport.TLS : Transport.TCP;
            default -> uri.secure() ? Transport.TLS : Transport.UDP;
        };
    }

    /// Whether a request to `uri` may take this hop: `sips` goes over secure transports only (RFC
    /// 3261 §26.2.2, RFC 5630 §3.1).
    public static boolean mayCarry(Hop hop, Uri uri) {
        return hop.transport().secure() || !sips(uri);
    }

    /// Our Contact towards a hop, in angle brackets: how the peer reaches us on the transport that
    /// we speak with it.
    ///
    /// @param user escaped
    public static String contact(String user, Local local, Hop hop) {
        return '<' + plain(SipUri.of(user, local.host(), local.port()), hop).text() + '>';
    }

    /// The same for a dialog.
    ///
    /// @param user escaped
    /// @param about the Request-URI of the dialog's first request: when it is `sips`, so is the
    ///   Contact (RFC 3261 §12.1.1, §8.1.1.8)
    public static String contact(String user, Local local, Hop hop, Uri about) {
        if (!hop.transport().secure() || !sips(about)) {
            return contact(user, local, hop);
        }
        return '<' + secured(SipUri.of(user, local.host(), local.port()), hop).text() + '>';
    }

    private static SipUri plain(SipUri uri, Hop hop) {
        Transport transport = hop.transport();
        return transport == Transport.UDP
                ? uri
                : uri.withParameter("transport", transport.parameter());
    }

    /// `sips` on TLS needs no parameter, because TLS is what it means.
    private static SipUri secured(SipUri uri, Hop hop) {
        SipUri sips = uri.asSecure();
        return hop.transport() == Transport.TLS ? sips : plain(sips, hop);
    }

    /// By which URI it is told whether our Contact in the answer to a request is to be `sips`: the
    /// Request-URI when that is, else the top Record-Route, else the Contact (RFC 3261 §12.1.1).
    public static Uri asked(Request request) {
        if (sips(request.uri())) {
            return request.uri();
        }
        List<String> routes = request.values(HeaderName.RECORD_ROUTE);
        Optional<NameAddr> peer =
                routes.isEmpty() ? request.contact() : NameAddr.parse(routes.getFirst());
        return peer.map(NameAddr::uri).orElse(request.uri());
    }

    private static boolean sips(Uri uri) {
        return uri instanceof SipUri sip && sip.secure();
    }

    /// Where later requests to the sender of `message` go. Normally that is `target`, its Contact.
    /// A peer right beside us (one Via, no Record-Route) whose Contact shows another address than
    /// it sends from sits behind a NAT: then it is the address it sends from. A stream connection
    /// is used again while it is open; a browser's is the only way to it (RFC 7118 §5.5).
    public static Hop towards(SipMessage message, Uri target, Hop from) {
        boolean neighbour =
                message.values(HeaderName.VIA).size() == 1
                        && message.count(HeaderName.RECORD_ROUTE) == 0;
        return neighbour ? beside(hop(target), from) : hop(target);
    }

    /// The same for the answerer: a response shows only our Vias, so Record-Route alone tells of
    /// proxies.
    public static Hop towardsAnswerer(SipMessage response, Uri target, Hop sentTo) {
        boolean neighbour = response.count(HeaderName.RECORD_ROUTE) == 0;
        return neighbour ? beside(hop(target), sentTo) : hop(target);
    }

    private static Hop beside(Hop wanted, Hop seen) {
        boolean natted = !wanted.host().equals(seen.host());
        if (seen.transport().reliable()) {
            InetSocketAddress there = natted ? seen.address() : sameName(seen, wanted.port());
            return new Hop(seen.transport(), there, seen.connection());
        }
        return natted || wanted.equals(seen) ? seen : wanted;
    }

    /// The peer at another port; the name that its certificate was checked for stays.
    private static InetSocketAddress sameName(Hop seen, int port) {
        InetAddress address = seen.address().getAddress();
        return address == null
                ? InetSocketAddress.createUnresolved(seen.name(), port)
                : new InetSocketAddress(address, port);
    }
}
