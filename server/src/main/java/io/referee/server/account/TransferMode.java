package io.referee.server.account;

/// What happens to a REFER received on a leg of an account (`transfers.md` 0.5). Default
/// everywhere: [#DENY].
public enum TransferMode {
    DENY,
    PASS,
    CONSUME,
    ATTENDED,
    ASK
}
