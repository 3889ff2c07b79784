package io.referee.net;

import java.net.InetAddress;

/// Stands before everything else: asked whether a datagram is read at all, and whether a connection
/// is accepted. *Engine thread only*; must neither wait nor throw, and cost next to nothing.
@FunctionalInterface
public interface Gate {
    /// Lets everything in.
    Gate OPEN = source -> true;

    /// Whether what comes from this address is looked at. On a datagram anybody can write anybody's
    /// address.
    boolean admits(InetAddress source);

    /// Whether that address may be forged, so that what is sent there in answer to a datagram must
    /// not be larger than the datagram.
    default boolean doubts(InetAddress source) {
        return false;
    }
}
