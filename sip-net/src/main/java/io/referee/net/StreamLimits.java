package io.referee.net;

import java.time.Duration;

/// What connections may cost us, by name. *Immutable.*
///
/// @param connections all of them, opening ones included; one more ends the one that has been idle
///   for longest
/// @param perSource those of one IP address; one more ends its own that has been idle for longest
/// @param halfOpen those that have not brought a whole message yet; one more ends the oldest
/// @param halfOpenPerSource the same for one IP address
/// @param unsentOctets what waits to be written to one of them; what comes on top fails, and ends
///   the connection: its peer does not read
/// @param times how long things may take
public record StreamLimits(
        int connections,
        int perSource,
        int halfOpen,
        int halfOpenPerSource,
        int unsentOctets,
        Times times) {

    /// How long things may take on a connection. *Immutable.*
    ///
    /// @param connect to be made
    /// @param handshake to agree on TLS
    /// @param firstMessage to bring a first whole message
    /// @param message to bring the rest of one that has begun
    /// @param write to take what is written
    /// @param idle to bring nothing at all
    public record Times(
            Duration connect,
            Duration handshake,
            Duration firstMessage,
            Duration message,
            Duration write,
            Duration idle) {
        static final Times STANDARD =
                new Times(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(10));

        public Times {
            positive(connect, "connect");
            positive(handshake, "handshake");
            positive(firstMessage, "firstMessage");
            positive(message, "message");
            positive(write, "write");
            positive(idle, "idle");
        }

        private static void positive(Duration value, String name) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException("limit " + name + " is not positive: " + value);
            }
        }

        /// The shortest of them.
        Duration shortest() {
            Duration least = connect;
            for (Duration one : new Duration[] {handshake, firstMessage, message, write, idle}) {
                least = one.compareTo(least) < 0 ? one : least;
            }
            return least;
        }

        public Times withConnect(Duration limit) {
            return new Times(limit, handshake, firstMessage, message, write, idle);
        }

        public Times withHandshake(Duration limit) {
            return new Times(connect, limit, firstMessage, message, write, idle);
        }

        public Times withFirstMessage(Duration limit) {
            return new Times(connect, handshake, limit, message, write, idle);
        }

        public Times withMessage(Duration limit) {
            return new Times(connect, handshake, firstMessage, limit, write, idle);
        }

        public Times withWrite(Duration limit) {
            return new Times(connect, handshake, firstMessage, message, limit, idle);
        }

        public Times withIdle(Duration limit) {
            return new Times(connect, handshake, firstMessage, message, write, limit);
        }
    }

    static final StreamLimits STANDARD =
            new StreamLimits(16_384, 2_048, 4_096, 1_024, 1 << 20, Times.STANDARD);

    public StreamLimits {
        positive(connections, "connections");
        positive(perSource, "perSource");
        positive(halfOpen, "halfOpen");
        positive(halfOpenPerSource, "halfOpenPerSource");
        positive(unsentOctets, "unsentOctets");
    }

    private static void positive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException("limit " + name + " is not positive: " + value);
        }
    }

    /// What a server with some gigabytes of memory can bear.
    public static StreamLimits standard() {
        return STANDARD;
    }

    /// How many in all, and of one IP address.
    public StreamLimits withConnections(int inAll, int ofOneSource) {
        return new StreamLimits(
                inAll, ofOneSource, halfOpen, halfOpenPerSource, unsentOctets, times);
    }

    /// How many without a message, in all and of one IP address.
    public StreamLimits withHalfOpen(int inAll, int ofOneSource) {
        return new StreamLimits(connections, perSource, inAll, ofOneSource, unsentOctets, times);
    }

    public StreamLimits withUnsentOctets(int most) {
        return new StreamLimits(connections, perSource, halfOpen, halfOpenPerSource, most, times);
    }

    public StreamLimits withTimes(Times others) {
        return new StreamLimits(
                connections, perSource, halfOpen, halfOpenPerSource, unsentOctets, others);
    }
}
