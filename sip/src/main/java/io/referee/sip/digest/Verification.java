package io.referee.sip.digest;

/// What a server makes of credentials.
public sealed interface Verification {

    /// The password is right and the nonce is good.
    record Valid() implements Verification {}

    /// The password is right, but the nonce is too old, not ours, or used before: challenge again
    /// with `stale=true`, so that the phone repeats without asking its user (RFC 7616 §3.3).
    record Stale() implements Verification {}

    /// @param reason for the log; a peer should not learn it
    record Wrong(String reason) implements Verification {}
}
