package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Local;

/// Sees every message, for traces. *Called on the engine thread only*; it must be quick.
public interface Tap {

    /// Handed to the kernel or, for a stream, to the queue of the connection.
    ///
    /// @param to the hop after the look-up of its name and connection
    /// @param local our side, as peers see it
    void sent(SipMessage message, Hop to, Local local);

    /// Came in; seen before [Inbound#received].
    void received(SipMessage message, Hop from, Local local);
}
