package io.referee.sip.transport;

import io.referee.sip.message.SipMessage;

/// The deciding code as the shell sees it: what the network brings goes in here, and what shall be
/// done comes out through [Outside]. A user agent, a proxy and a bare transaction layer each are
/// one. *Engine thread only.*
public interface Inside {

    /// A message came in from `from`.
    void received(SipMessage message, Hop from);

    /// A message given to [Outside#transmit] could not be sent; `hop` is the one that was given.
    void failed(SipMessage message, Hop hop);
}
