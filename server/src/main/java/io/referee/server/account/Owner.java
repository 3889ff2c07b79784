package io.referee.server.account;

import java.util.List;

/// A user of this server: the owner of accounts, dial plans and records. *Immutable.*
///
/// @param passwordHash Argon2id of the console password; empty: none set
/// @param keyHashes SHA-256, lower-case hex, of each API key
/// @param rates what calls of its accounts cost that pay in advance; no two with the same code, or
///   with the same plan and prefix
public record Owner(String name, String passwordHash, List<String> keyHashes, List<Rate> rates) {
    /// Without rates.
    public Owner(String name, String passwordHash, List<String> keyHashes) {
        this(name, passwordHash, keyHashes, List.of());
    }
}
