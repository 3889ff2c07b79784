package io.referee.sip.digest;

/// What a server keeps of a password: the hash of `username:realm:password` by each algorithm, in
/// lower-case hexadecimal (RFC 7616 §3.4.2). *Immutable.* As secret as the password within its
/// realm.
public record Ha1(String md5, String sha256) {

    /// The hash for an algorithm.
    public String of(Algorithm algorithm) {
        return switch (algorithm) {
            case MD5 -> md5;
            case SHA_256 -> sha256;
        };
    }

    @Override
    public String toString() {
        return "Ha1[…]";
    }
}
