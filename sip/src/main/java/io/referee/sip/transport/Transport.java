package io.referee.sip.transport;

/// How messages travel between two hops.
public enum Transport {
    UDP("UDP"),
    TCP("TCP");

    private final String text;

    Transport(String text) {
        this.text = text;
    }

    /// As in Via: `UDP`.
    public String text() {
        return text;
    }

    /// Whether it retransmits by itself, so that SIP must not (RFC 3261 §17).
    public boolean reliable() {
        return this == TCP;
    }
}
