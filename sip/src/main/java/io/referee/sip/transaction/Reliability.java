package io.referee.sip.transaction;

/// Whether the transport retransmits by itself (TCP) or SIP has to (UDP).
public enum Reliability {
    RELIABLE,
    UNRELIABLE
}
