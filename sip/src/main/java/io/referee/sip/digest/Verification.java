package io.referee.sip.digest;

/// What a server makes of credentials.
public sealed interface Verification {

    /// The password is right and the nonce is good.
    record Valid() implements Verification {}

    /// The password is right, but the nonce is too old or not ours: challenge again with
    /// `stale=true`, so that the phone repeats without asking its user (RFC 7616 §3.3).
    record Stale() implements Verification {}

    /// The password is right, but the nonce was used with this count before, or so long ago that
    /// nobody can tell: to be answered like a stale one, and perhaps counted (RFC 7616 §5.12).
    record Replayed() implements Verification {}

    /// @param reason for the log; a peer should not learn it
    record Wrong(String reason) implements Verification {}
}
