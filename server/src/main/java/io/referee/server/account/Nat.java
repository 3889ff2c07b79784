package io.referee.server.account;

/// What stands between the phones of an account and the world. *Immutable.*
///
/// @param keepAlives whether doors in NATs are kept open in front of them
/// @param network name of the network that they are in, chosen by the owner; among accounts of the
///   same owner that name the same one, private media addresses lead somewhere. Empty: none
public record Nat(boolean keepAlives, String network) {
    /// Nothing is known about it.
    public static final Nat UNKNOWN = new Nat(false, "");

    /// The longest name of a network.
    public static final int MAX_NAME = 16;
}
