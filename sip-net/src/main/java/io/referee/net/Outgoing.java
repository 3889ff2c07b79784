package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

/// What waits to be written to a connection. *Immutable.*
sealed interface Outgoing {
    byte[] octets();

    /// A message.
    ///
    /// @param asked the hop that the core named, to be told when it fails
    /// @param original what the core gave, when something else is written instead (RFC 3261
    ///   §18.1.1)
    record Whole(SipMessage message, Hop asked, SipMessage original) implements Outgoing {
        Whole(SipMessage message, Hop asked) {
            this(message, asked, message);
        }

        @Override
        public byte[] octets() {
            return message.encoded();
        }
    }

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
