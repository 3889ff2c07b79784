package io.referee.net;

import io.referee.sip.transport.Transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/// A connection that somebody else holds and that carries whole messages: SIP over WebSocket (RFC
/// 7118), which the HTTP server speaks. See [Engine#attach].
public interface Carrier {

    /// [Transport#WS] or [Transport#WSS].
    Transport transport();

    /// Who connected; resolved.
    InetSocketAddress peer();

    /// Where they connected to; resolved.
    InetSocketAddress local();

    /// Sends one message and waits until it is taken. *Called on a virtual thread, one message at a
    /// time.*
    ///
    /// @throws IOException when the connection is gone
    void send(byte[] message) throws IOException;

    /// Ends the connection: it is idle for too long, its peer does not read, there are too many, or
    /// the engine closes. *Any thread, any number of times; must not block.*
    void close();
}
