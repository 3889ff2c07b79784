package io.referee.net;

import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;

/// The peers that datagrams came from lately, so that all that is kept of a peer's messages has one
/// hop and not one for each. Which peers it knows makes no difference but memory. *Engine thread
/// only.*
final class Senders {
    private static final int PLACES = 1_024;

    private final @Nullable Hop[] known = new Hop[PLACES];

    /// The hop over UDP of this address.
    Hop hop(InetSocketAddress sender) {
        if (sender.getAddress().isLinkLocalAddress()) {
            return Hop.udp(sender); // on which link it is, equality does not tell
        }
        int hash = sender.hashCode();
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        Hop there = known[place];
        if (there != null && there.address().equals(sender)) {
            return there;
        }
        Hop made = Hop.udp(sender);
        known[place] = made;
        return made;
    }
}
