package io.referee.net;

/// What the holder of a [Carrier] tells the engine. *One thread at a time.*
public interface Attachment {

    /// A message came, or a keep-alive (RFC 7118 §6). Waits while the engine has too much to do, so
    /// that the peer is slowed down. What cannot be read is refused like on any transport.
    ///
    /// @param octets kept, and not to be changed afterwards
    void received(byte[] octets) throws InterruptedException;

    /// The connection is over. Harmless the second time.
    void closed();
}
