package io.referee.server.transfer;

/// Why a transfer was not begun. *Immutable.*
///
/// @param status the SIP status that a REFER is refused with
/// @param setting what would have to be set to allow it, in words; empty when no setting would
public record Refusal(int status, String reason, String setting) {
    /// What the transferor is told of the target's failure (`transfers.md` A2.6).
    static int told(int status) {
        return status == 401 || status == 407 ? 403 : status;
    }
}
