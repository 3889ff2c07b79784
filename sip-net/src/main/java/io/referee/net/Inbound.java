package io.referee.net;

import io.referee.sip.message.Malformed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Inside;

/// Who is told what the network brings. *Called on the engine thread only*, one call after the
/// other; what it throws is caught and reported, and costs that one event.
public interface Inbound {

    /// A message came. The hop of a stream carries the connection's number, so that answers find
    /// the way back.
    void received(SipMessage message, Hop from);

    /// Octets came that are no acceptable message. When they could be answered, the engine has
    /// already done so.
    void malformed(Malformed malformed, Hop from);

    /// A message given to `transmit` could not be sent; `hop` is the one that was given. Never
    /// called from within `transmit`.
    void failed(SipMessage message, Hop hop);

    /// A stream that had been open is closed, by either side.
    void connectionClosed(Hop hop);

    /// Hands messages and what could not be sent to `core`; what is malformed and which connections
    /// close is nobody's concern.
    static Inbound to(Inside core) {
        return new ToCore(core);
    }
}
