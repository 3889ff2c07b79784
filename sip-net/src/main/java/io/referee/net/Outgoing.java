package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

/// What waits to be written to a stream. *Immutable.*
sealed interface Outgoing {

    /// A message.
    ///
    /// @param asked the hop that the core named, to be told when it fails
    record Whole(SipMessage message, Hop asked) implements Outgoing {}

    /// The answer to a keep-alive (RFC 5626 §4.4.1).
    record Pong() implements Outgoing {}

    /// Nothing more comes: write what is there and close.
    record End() implements Outgoing {}
}
