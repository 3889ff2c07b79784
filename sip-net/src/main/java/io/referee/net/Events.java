package io.referee.net;

import io.referee.sip.message.Parsed;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

import java.net.InetAddress;

/// What the sockets tell the engine. *Engine thread only.*
interface Events {
    /// Whether what comes from this address is looked at.
    boolean admits(InetAddress source);

    /// Whether answers to this address must not be larger than what it sent.
    boolean doubts(InetAddress source);

    void arrived(Parsed parsed, Hop from);

    /// The same, from a connection.
    void arrived(Parsed parsed, Link from);

    /// The message is on its way to `to`, as far as we can tell.
    void sent(SipMessage message, Hop to);

    void failed(SipMessage message, Hop asked);

    /// What was queued for a connection was not written.
    void failed(Outgoing.Whole whole);

    void closed(Hop hop);

    /// A connection was refused, or ended for another one, because there are too many.
    void refused();
}
