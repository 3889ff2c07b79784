package io.referee.net;

import java.time.Duration;

/// What connections may cost us, by name. *Immutable.*
///
/// @param connections all of them, opening ones included; one more ends the one that has been idle
///   for longest, of those that nobody has logged in on while there are any
/// @param perSource those of one IPv4 address or of 64 bits of IPv6; one more ends its own that has
///   been idle for longest, in the same order
/// @param halfOpen those that have not brought a whole message yet; one more ends the oldest
/// @param halfOpenPerSource the same for one source
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
    /// @param attachedIdle the same on a connection whose holder finds out whether the peer is
    ///   there: over WebSocket, by pings
    /// @param pong to answer a keep-alive of ours (RFC 5626 §4.4.1)
    public record Times(
            Duration connect,
            Duration handshake,
            Duration firstMessage,
            Duration message,
            Duration write,
            Duration idle,
            Duration attachedIdle,
            Duration pong) {
        static final Times STANDARD =
                new Times(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(15),
                        Duration.ofMinutes(10),
                        Duration.ofHours(2),
                        Duration.ofSeconds(10));

        public Times {
            positive(connect, "connect");
            positive(handshake, "handshake");
            positive(firstMessage, "firstMessage");
            positive(message, "message");
            positive(write, "write");
            positive(idle, "idle");
            positive(attachedIdle, "attachedIdle");
            positive(pong, "pong");
        }

        private static void positive(Duration value, String name) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException("limit " + name + " is not positive: " + value);
            }
        }

        /// The shortest of them.
        Duration shortest() {
            Duration least = connect;
            for (Duration one :
                    new Duration[] {
                        handshake, firstMessage, message, write, idle, attachedIdle, pong
                    }) {
                least = one.compareTo(least) < 0 ? one : least;
            }
            return least;
        }

        /// The same with another time to connect.
        public Times withConnect(Duration limit) {
            return new Times(
                    limit, handshake, firstMessage, message, write, idle, attachedIdle, pong);
        }

        /// The same with another time for the handshake.
        public Times withHandshake(Duration limit) {
            return new Times(
                    connect, limit, firstMessage, message, write, idle, attachedIdle, pong);
        }

        /// The same with another time until the first message.
        public Times withFirstMessage(Duration limit) {
            return new Times(connect, handshake, limit, message, write, idle, attachedIdle, pong);
        }

        /// The same with another time for one message.
        public Times withMessage(Duration limit) {
            return new Times(
                    connect, handshake, firstMessage, limit, write, idle, attachedIdle, pong);
        }

        /// The same with another time for one write.
        public Times withWrite(Duration limit) {
            return new Times(
                    connect, handshake, firstMessage, message, limit, idle, attachedIdle, pong);
        }

        /// The same with another time to wait for the answer to a keep-alive.
        public Times withPong(Duration limit) {
            return new Times(
                    connect, handshake, firstMessage, message, write, idle, attachedIdle, limit);
        }

        /// The same with another time of silence over WebSocket.
        public Times withAttachedIdle(Duration limit) {
            return new Times(connect, handshake, firstMessage, message, write, idle, limit, pong);
        }

        /// The same with another time of silence.
        public Times withIdle(Duration limit) {
            return new Times(
                    connect, handshake, firstMessage, message, write, limit, attachedIdle, pong);
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

    /// How many octets may wait to be sent on one connection.
    public StreamLimits withUnsentOctets(int most) {
        return new StreamLimits(connections, perSource, halfOpen, halfOpenPerSource, most, times);
    }

    /// The same with other times.
    public StreamLimits withTimes(Times others) {
        return new StreamLimits(
                connections, perSource, halfOpen, halfOpenPerSource, unsentOctets, others);
    }
}
