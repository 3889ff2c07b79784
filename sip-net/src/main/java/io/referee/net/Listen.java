package io.referee.net;

import io.referee.sip.message.Numbers;
import io.referee.sip.transport.Hosts;

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

    /// At this address; port 0 means any free one.
    static Listen at(InetSocketAddress address) {
        return new At(address);
    }

    /// At `address:port`, an IP address (IPv6 in brackets) and 0 to 65535.
    ///
    /// @throws IllegalArgumentException when the text is something else
    static Listen at(String text) {
        int colon = text.lastIndexOf(':');
        long port = Numbers.parse(text.substring(colon + 1), -1);
        if (colon < 0 || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("not address:port: " + text);
        }
        return at(Hosts.address(text.substring(0, colon), (int) port));
    }

    /// Not at all.
    static Listen off() {
        return new Off();
    }
}
