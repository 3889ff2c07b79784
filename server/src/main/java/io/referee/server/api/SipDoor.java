package io.referee.server.api;

import java.io.IOException;
import java.net.InetSocketAddress;

/// Where SIP over WebSocket goes (RFC 7118). This room knows WebSocket and no SIP; whoever provides
/// the door knows the engine. *Any thread.*
public interface SipDoor {

    /// A browser has connected.
    ///
    /// @throws EngineDoor.Busy when no more can be taken
    Line open(Browser browser);

    /// The way from a browser to the engine. *One thread at a time.*
    interface Line {

        /// A message came; waits while the engine has too much to do.
        void received(byte[] octets) throws InterruptedException;

        /// The browser is gone. Harmless the second time.
        void closed();
    }

    /// The way from the engine to a browser.
    interface Browser {

        /// Whether nobody on the way can read.
        Secrecy secrecy();

        /// Who connected; behind a proxy on this machine, whoever the proxy says.
        InetSocketAddress peer();

        /// Where they connected to.
        InetSocketAddress local();

        /// Sends one message and waits until it is taken.
        ///
        /// @throws IOException when the browser is gone
        void send(byte[] message) throws IOException;

        /// Ends the connection, without waiting. *Any number of times.*
        void close();
    }

    /// Whether a connection is under TLS.
    enum Secrecy {
        PLAIN,
        SECURE
    }
}
