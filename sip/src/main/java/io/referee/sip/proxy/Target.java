package io.referee.sip.proxy;

import io.referee.sip.session.Addressing;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.Uri;

/// One element of a target set (RFC 3261 §16.5). *Immutable.*
///
/// @param uri what becomes the Request-URI
/// @param hop where the request is sent, unless a Route header says otherwise: as a rule where the
///   URI points, for a registered phone behind a NAT the flow that its REGISTER came on
public record Target(Uri uri, Hop hop) {

    /// A target that is where its URI points.
    public static Target of(Uri uri) {
        return new Target(uri, Addressing.hop(uri));
    }
}
