package io.referee.sip.routing;

/// The DNS records that tell where a SIP server is (RFC 3263 §4).
public enum RecordType {
    /// Which transports a domain offers, and where each is described (RFC 3403).
    NAPTR,
    /// The servers of one service, with priorities and weights (RFC 2782).
    SRV,
    /// An IPv4 address (RFC 1035 §3.4.1).
    A,
    /// An IPv6 address (RFC 3596 §2.1).
    AAAA
}
