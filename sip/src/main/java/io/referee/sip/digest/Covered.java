package io.referee.sip.digest;

/// The part of a request that a digest response may cover besides its digest URI (RFC 7616 §3.4.3).
/// *Immutable.*
///
/// @param method such as `REGISTER`
/// @param body covered by qop `auth-int` only; empty when there is none; not to be changed
public record Covered(String method, byte[] body) {
    private static final byte[] NOTHING = new byte[0];

    /// A request without a body.
    public static Covered of(String method) {
        return new Covered(method, NOTHING);
    }
}
