package io.referee.net;

import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

/// What waits to be written to a connection. *Immutable.*
sealed interface Outgoing {
    byte[] octets();

    /// A message.
    ///
    /// @param asked the hop that the core named, to be told when it fails
    /// @param instead what is sent when this cannot be
    record Whole(SipMessage message, Hop asked, @Nullable Instead instead) implements Outgoing {
        Whole(SipMessage message, Hop asked) {
            this(message, asked, null);
        }

        @Override
        public byte[] octets() {
            return message.encoded();
        }
    }

    /// A request that became one over TCP (RFC 3261 §18.1.1).
    ///
    /// @param to where it goes as a datagram
    record Instead(Request request, Hop to) {}

    /// A keep-alive of ours (RFC 5626 §3.5.1).
    record Ping() implements Outgoing {
        private static final byte[] OCTETS = {'\r', '\n', '\r', '\n'};

        @Override
        public byte[] octets() {
            return OCTETS;
        }
    }

    /// The answer to a keep-alive (RFC 5626 §4.4.1).
    record Pong() implements Outgoing {
        private static final byte[] OCTETS = {'\r', '\n'};

        @Override
        public byte[] octets() {
            return OCTETS;
        }
    }

    /// Nothing more comes: write what is there and close.
    record End() implements Outgoing {
        private static final byte[] OCTETS = {};

        @Override
        public byte[] octets() {
            return OCTETS;
        }
    }
}
