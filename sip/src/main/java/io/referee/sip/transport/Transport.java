package io.referee.sip.transport;

/// How messages travel between two hops.
public enum Transport {
    UDP("UDP", false),
    TCP("TCP", true);

    private final String text;
    private final boolean reliable;

    Transport(String text, boolean reliable) {
        this.text = text;
        this.reliable = reliable;
    }

    /// As in Via: `UDP`.
    public String text() {
        return text;
    }

    /// Whether it retransmits by itself, so that SIP must not (RFC 3261 §17).
    public boolean reliable() {
        return reliable;
    }
}
