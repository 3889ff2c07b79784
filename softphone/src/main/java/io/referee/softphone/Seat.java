package io.referee.softphone;

import io.referee.sip.header.NameAddr;
import io.referee.sip.session.Authorizer;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.Uri;

/// As who a phone speaks: one of its lines, or the phone itself without any server. *Immutable.*
interface Seat {
    SoftPhone phone();

    /// User part of the Contact; unique on the engine, so that requests find their phone.
    String contactUser();

    /// What From says to a peer at that hop.
    NameAddr address(Hop hop);

    /// What a user may type: a SIP URI, or a name within the seat's domain.
    ///
    /// @throws IllegalArgumentException when it is neither
    Uri target(String text);

    /// Where requests for that target go first.
    Hop hop(Uri target);

    Authorizer authorizer();
}
