package io.referee.server.account;

import io.referee.sip.digest.Digest;
import io.referee.sip.digest.Ha1;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The hashes that stand in the directory instead of passwords and keys. *Any thread.*
public final class Hashes {

    private Hashes() {}

    /// The hashes of `name:realm:password` by every algorithm of [Ha1] (RFC 7616 §3.4.2, RFC 8760
    /// §2.4). The realm is the account's domain.
    public static Ha1 ha1(String name, String realm, String password) {
        return new Digest().ha1(name, realm, password);
    }

    /// SHA-256 of an API key, lower-case hex: what [Directory#ownerOfKey] is asked with.
    public static String ofKey(String key) {
        return hex("SHA-256", key);
    }

    private static String hex(String algorithm, String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance(algorithm)
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has " + algorithm, e);
        }
    }
}
