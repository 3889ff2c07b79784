package io.referee.sip.session;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

/// From URIs to hops.
public final class Addressing {
    private static final int DEFAULT_PORT = 5060;

    private Addressing() {}

    /// The hop that a SIP URI names: `maddr` or host, port or 5060, `transport` or UDP. A host name
    /// stays unresolved. A URI of another scheme gives an unresolved hop that cannot be reached.
    public static Hop hop(Uri uri) {
        if (!(uri instanceof SipUri sip)) {
            return Hop.udp(Hosts.address("invalid.", DEFAULT_PORT));
        }
        Transport transport = sip.transport().equals("tcp") ? Transport.TCP : Transport.UDP;
        String host = sip.parameters().value("maddr").orElse(sip.host());
        return new Hop(
                transport, Hosts.address(host, sip.port() > 0 ? sip.port() : DEFAULT_PORT), 0);
    }

    /// Where later requests to the sender of `message` go. Normally that is `target`, its Contact.
    /// A peer right beside us (one Via, no Record-Route) whose Contact shows another address than
    /// it sends from sits behind a NAT: then it is the address it sends from. A stream connection
    /// is used again while it is open.
    public static Hop towards(SipMessage message, Uri target, Hop from) {
        boolean neighbour =
                message.values(HeaderName.VIA).size() == 1
                        && message.count(HeaderName.RECORD_ROUTE) == 0;
        Hop wanted = hop(target);
        if (!neighbour) {
            return wanted;
        }
        boolean natted = !wanted.host().equals(from.host());
        if (from.transport().reliable()) {
            return new Hop(
                    from.transport(),
                    natted ? from.address() : wanted.address(),
                    from.connection());
        }
        return natted ? from : wanted;
    }

    /// The same for the answerer: a response shows only our Vias, so Record-Route alone tells of
    /// proxies.
    public static Hop towardsAnswerer(SipMessage response, Uri target, Hop sentTo) {
        Hop wanted = hop(target);
        if (response.count(HeaderName.RECORD_ROUTE) > 0) {
            return wanted;
        }
        boolean natted = !wanted.host().equals(sentTo.host());
        if (sentTo.transport().reliable()) {
            return new Hop(
                    sentTo.transport(),
                    natted ? sentTo.address() : wanted.address(),
                    sentTo.connection());
        }
        return natted ? sentTo : wanted;
    }
}
