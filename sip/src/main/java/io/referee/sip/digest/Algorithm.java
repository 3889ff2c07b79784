package io.referee.sip.digest;

import java.util.Optional;

/// A hash that both sides know, weakest first (RFC 7616 §6.1, RFC 8760 §2.1). Those of a session
/// (`-sess`) mix the nonces into the hash of the password, which is as strong as without.
public enum Algorithm {
    MD5("MD5", "MD5", 32),
    MD5_SESS("MD5-sess", "MD5", 32),
    SHA_256("SHA-256", "SHA-256", 64),
    SHA_256_SESS("SHA-256-sess", "SHA-256", 64),
    SHA_512_256("SHA-512-256", "SHA-512/256", 64),
    SHA_512_256_SESS("SHA-512-256-sess", "SHA-512/256", 64);

    private static final Algorithm[] ALL = values();

    private final String token;
    private final String function;
    private final int hexLength;

    Algorithm(String token, String function, int hexLength) {
        this.token = token;
        this.function = function;
        this.hexLength = hexLength;
    }

    /// The name on the wire.
    public String token() {
        return token;
    }

    /// The name of the hash function for `MessageDigest`.
    String function() {
        return function;
    }

    /// Length of a hash as hexadecimal text.
    public int hexLength() {
        return hexLength;
    }

    /// The algorithm whose hash of a password this one works with: itself, without `-sess`.
    public Algorithm plain() {
        return switch (this) {
            case MD5, MD5_SESS -> MD5;
            case SHA_256, SHA_256_SESS -> SHA_256;
            case SHA_512_256, SHA_512_256_SESS -> SHA_512_256;
        };
    }

    /// Whether the nonces are part of its A1 (RFC 7616 §3.4.2).
    public boolean session() {
        return this != plain();
    }

    /// The algorithm of that name in any case; empty for others.
    public static Optional<Algorithm> of(String token) {
        for (Algorithm each : ALL) {
            if (each.token.equalsIgnoreCase(token)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
