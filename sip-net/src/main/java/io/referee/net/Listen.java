package io.referee.net;

import java.net.InetSocketAddress;

/// Whether and where one transport is served. *Immutable.*
public sealed interface Listen {

    /// At this address; port 0 means any free one.
    ///
    /// @param address resolved
    record At(InetSocketAddress address) implements Listen {
        public At {
            if (address.isUnresolved()) {
                throw new IllegalArgumentException("not an IP address: " + address.getHostString());
            }
        }
    }

    /// Not at all: messages to a hop of that transport fail.
    record Off() implements Listen {}

    static Listen at(InetSocketAddress address) {
        return new At(address);
    }

    static Listen off() {
        return new Off();
    }
}
