package io.referee.server.transfer;

/// Why a transfer was not begun. *Immutable.*
///
/// @param status the SIP status that a REFER is refused with
/// @param setting what would have to be set to allow it, in words; empty when no setting would
public record Refusal(int status, String reason, String setting) {}
