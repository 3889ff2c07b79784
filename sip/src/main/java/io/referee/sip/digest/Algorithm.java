package io.referee.sip.digest;

import java.util.Optional;

/// A hash that both sides know, weakest first (RFC 8760 §2.1).
public enum Algorithm {
    MD5("MD5", 32),
    SHA_256("SHA-256", 64);

    private final String token;
    private final int hexLength;

    Algorithm(String token, int hexLength) {
        this.token = token;
        this.hexLength = hexLength;
    }

    /// The name on the wire, which is the one of `MessageDigest` as well.
    public String token() {
        return token;
    }

    /// Length of a hash as hexadecimal text.
    public int hexLength() {
        return hexLength;
    }

    /// The algorithm of that name in any case; empty for others, `MD5-sess` included.
    public static Optional<Algorithm> of(String token) {
        for (Algorithm each : values()) {
            if (each.token.equalsIgnoreCase(token)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
