package io.referee.server.account;

/// What is special about a phone, or about the server of a provider, in transfers (`transfers.md`
/// H). *Immutable.*
///
/// @param noRefer whether it is never sent a REFER, neither one of ours nor one that is passed on
/// @param strategy in what order it is asked for its media, as `transfer.strategy` writes it;
///   empty: what the configuration says
public record Endpoint(boolean noRefer, String strategy) {
    /// Like all others.
    public static final Endpoint USUAL = new Endpoint(false, "");
}
