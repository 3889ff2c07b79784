package io.referee.sip.digest;

/// What a server keeps of a password: the hash of `username:realm:password` by each algorithm, in
/// lower-case hexadecimal (RFC 7616 §3.4.2). A hash that is not kept is empty, and no password
/// leads to it. *Immutable.* As secret as the password within its realm.
public record Ha1(String md5, String sha256, String sha512) {
    /// Nothing is kept.
    public static final Ha1 NONE = new Ha1("", "", "");

    /// The hash for an algorithm, or for its `-sess` sister.
    public String of(Algorithm algorithm) {
        return switch (algorithm) {
            case MD5, MD5_SESS -> md5;
            case SHA_256, SHA_256_SESS -> sha256;
            case SHA_512_256, SHA_512_256_SESS -> sha512;
        };
    }

    /// Whether there is a whole hash for an algorithm: an account without one must not be open to
    /// whoever hashes an empty one.
    public boolean has(Algorithm algorithm) {
        return of(algorithm).length() == algorithm.hexLength();
    }

    @Override
    public String toString() {
        return "Ha1[…]";
    }
}
