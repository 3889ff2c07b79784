package io.referee.server.transfer;

import io.referee.server.transfer.TransferSettings.CallerId;

import java.util.Optional;

/// How one transfer shall be carried out otherwise than the settings say (`transfers.md` A4b).
/// *Immutable.*
///
/// @param callerId in whose name the target is called; empty: as it is set
/// @param music URI of what the transferee hears while the target rings, an account of this server;
///   empty: as it is set
public record Manner(Optional<CallerId> callerId, Optional<String> music) {
    /// As the settings say.
    public static final Manner USUAL = new Manner(Optional.empty(), Optional.empty());
}
