package io.referee.net;

import io.referee.sip.transport.Transport;

import java.io.IOException;
import java.net.Socket;

/// What is laid around a connected socket before SIP is spoken on it. *Any thread; blocks.*
interface Shelter {
    /// The socket to speak on, with all agreed.
    ///
    /// @throws IOException when the peer does not agree, or is not who it should be
    Socket around(Socket connected) throws IOException;

    Transport transport();

    /// Nothing.
    enum None implements Shelter {
        AT_ALL;

        @Override
        public Socket around(Socket connected) {
            return connected;
        }

        @Override
        public Transport transport() {
            return Transport.TCP;
        }
    }
}
