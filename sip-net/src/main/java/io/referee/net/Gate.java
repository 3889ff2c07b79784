package io.referee.net;

import java.net.InetAddress;
import java.util.function.Consumer;

/// Stands before everything else: asked whether a datagram is read at all, and whether a connection
/// is accepted. *Engine thread only*; must neither wait nor throw, and cost next to nothing.
@FunctionalInterface
public interface Gate {
    /// Lets everything in.
    Gate OPEN = source -> true;

    /// Whether what comes from this address is looked at. On a datagram anybody can write anybody's
    /// address.
    boolean admits(InetAddress source);

    /// Told once, before the first question, how to end all connections of a sender that is not
    /// admitted any more: those from this IPv4 address, or from the network of the first 64 bits of
    /// this IPv6 address. They end when the event is over that is being applied.
    default void closer(Consumer<InetAddress> closer) {}

    /// Whether that address may be forged, so that what is sent there in answer to a datagram must
    /// not be larger than the datagram.
    default boolean doubts(InetAddress source) {
        return false;
    }
}
