package io.referee.server.call;

/// What parties are told of whom a transfer has connected them with (`transfers.md` 0.9).
/// *Immutable.*
///
/// @param everybody whether accounts and trusted neighbours are told where somebody was called who
///   is no account here; that nobody has proved
/// @param remotePartyId whether accounts are told in Remote-Party-ID as well, which some phones
///   show and P-Asserted-Identity not
public record Introductions(boolean everybody, boolean remotePartyId) {
    /// Accounts only, in P-Asserted-Identity.
    public static final Introductions STANDARD = new Introductions(false, false);
}
