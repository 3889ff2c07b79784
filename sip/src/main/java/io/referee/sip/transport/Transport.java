package io.referee.sip.transport;

import java.util.Optional;

/// How messages travel between two hops (RFC 3261 §18, RFC 7118 §5).
public enum Transport {
    UDP("UDP", "udp", 5060),
    TCP("TCP", "tcp", 5060),
    TLS("TLS", "tls", 5061),
    WS("WS", "ws", 80),
    WSS("WSS", "ws", 443);

    private final String text;
    private final String parameter;
    private final int defaultPort;

    Transport(String text, String parameter, int defaultPort) {
        this.text = text;
        this.parameter = parameter;
        this.defaultPort = defaultPort;
    }

    /// As in Via: `UDP` (RFC 3261 §20.42, RFC 7118 §5.2.1).
    public String text() {
        return text;
    }

    /// Value of the URI parameter `transport`. Secure WebSocket has none of its own: its URIs say
    /// `ws` (RFC 7118 §5.2.2). RFC 3261 §26.2.2 deprecates `tls`, but it is how a `sip:` URI on TLS
    /// is written everywhere.
    public String parameter() {
        return parameter;
    }

    /// The port when none is named: 5060, or 5061 on TLS (RFC 3261 §19.1.2); on WebSocket that of
    /// HTTP.
    public int defaultPort() {
        return defaultPort;
    }

    /// Whether it retransmits by itself, so that SIP must not (RFC 3261 §17).
    public boolean reliable() {
        return this != UDP;
    }

    /// Whether nobody on the way can read it, so that `sips:` may be served over it (RFC 3261
    /// §26.2.2).
    public boolean secure() {
        return this == TLS || this == WSS;
    }

    /// Whether only the peer can open a connection: a browser has no address that could be called
    /// (RFC 7118 §5.5).
    public boolean peerConnects() {
        return this == WS || this == WSS;
    }

    /// The transport of this name as in Via, in any case; empty when there is none.
    public static Optional<Transport> named(String name) {
        for (Transport one : values()) {
            if (one.text.equalsIgnoreCase(name)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
