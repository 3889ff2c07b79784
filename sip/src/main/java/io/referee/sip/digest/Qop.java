package io.referee.sip.digest;

/// Quality of protection: with `auth` a response covers a nonce count and a client nonce (RFC 7616
/// §3.4); without, it is as in RFC 2069. Weakest first.
public enum Qop {
    NONE,
    AUTH
}
