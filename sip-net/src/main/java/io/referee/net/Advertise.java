package io.referee.net;

/// What host our Via and Contact name. *Immutable.*
public sealed interface Advertise {

    /// The bound address; when that is the wildcard, the local address by which the peer is
    /// reached.
    record Auto() implements Advertise {}

    /// Always this host.
    ///
    /// @param host a name or an IP address, IPv6 in brackets
    record Fixed(String host) implements Advertise {
        public Fixed {
            if (host.isBlank()) {
                throw new IllegalArgumentException("advertised host is blank");
            }
        }
    }

    /// See [Auto].
    static Advertise auto() {
        return new Auto();
    }

    /// See [Fixed].
    static Advertise fixed(String host) {
        return new Fixed(host);
    }
}
