package io.referee.sip.proxy;

import io.referee.sip.message.Request;
import io.referee.sip.session.Addressing;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

/// Where requests go: the part of a proxy that its owner writes. *Engine thread only.*
@FunctionalInterface
public interface Routing {

    /// Determines the targets of a request (RFC 3261 §16.5). Not asked about requests within a
    /// dialog that come back to us by Route: those go where their Request-URI says. Asked about the
    /// ACK of a 2xx that has no Route: it goes to the first target, if any, and is never answered.
    ///
    /// @param from the neighbour that sent it
    Verdict route(Request request, Hop from);

    /// Whether this URI names the proxy besides its own addresses: its domain, a name in DNS.
    default boolean named(SipUri uri) {
        return false;
    }

    /// Whether the later requests of a dialog that this one may begin shall come through here
    /// (Record-Route, RFC 3261 §16.6 step 4).
    default boolean stays(Request request) {
        return true;
    }

    /// Where a Route header points.
    default Hop hop(Uri uri) {
        return Addressing.hop(uri);
    }
}
