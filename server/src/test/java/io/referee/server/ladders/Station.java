package io.referee.server.ladders;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

/// Somebody on the network of a random history. One thread only.
interface Station {
    /// The user of its account.
    String name();

    /// Where it sends from.
    Hop hop();

    /// Whether it has fallen silent for ever.
    boolean crashed();

    /// A message came.
    ///
    /// @param from who sent it, the server as a rule
    void received(SipMessage message, Hop from);
}
