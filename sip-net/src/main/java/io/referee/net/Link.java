package io.referee.net;

import io.referee.sip.transport.Hop;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// A connection that has a number: one of our own streams, or one that somebody else holds. *Engine
/// thread only, unless a method says otherwise.*
sealed interface Link permits StreamConnection, AttachedConnection {

    /// The peer and the number of this connection.
    Hop hop();

    /// Our side of it, as far as it is known.
    InetSocketAddress local();

    /// Whether it was ever there for messages. *Any thread.*
    boolean wasOpen();

    /// What is known of it.
    Rank rank();

    /// More is known of it.
    void rank(Rank next);

    /// What is known of a connection, the least first: in this order they are ended when there are
    /// too many.
    enum Rank {
        /// No whole message came yet.
        HALF_OPEN,
        /// Messages come.
        SPEAKING,
        /// Somebody has proven there who he is, or we have made it.
        AUTHENTICATED
    }

    /// When anything came last, or when it was made; nanoseconds of the machine's clock.
    long lastNanos();

    /// The domains that the peer has proved to be by its certificate; none without one.
    List<String> identities();

    /// What is under way now has to be done within this time. *Any thread.*
    void within(Duration limit);

    /// What waits to be written.
    Outbox outbox();

    /// Asks the peer for a sign of life (RFC 5626 §3.5.1). One that has given such signs before and
    /// stays silent is cut off.
    void ping();

    /// *Any thread.*
    void close();
}
