package io.referee.sip.digest;

import io.referee.sip.digest.Credentials.NonceUse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The arithmetic of RFC 7616 §3.4.1. Hashes text as UTF-8. *One thread only*: it reuses its hash
/// functions.
public final class Digest {
    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest md5 = function(Algorithm.MD5);
    private final MessageDigest sha256 = function(Algorithm.SHA_256);

    /// Hash of `username:realm:password` in lower-case hexadecimal.
    public String ha1(Algorithm algorithm, String username, String realm, String password) {
        return hash(algorithm, username + ':' + realm + ':' + password);
    }

    /// Both hashes of an account.
    public Ha1 ha1(String username, String realm, String password) {
        return new Ha1(
                ha1(Algorithm.MD5, username, realm, password),
                ha1(Algorithm.SHA_256, username, realm, password));
    }

    /// The response that the credentials should carry, whatever they do carry.
    ///
    /// @param ha1 by the algorithm of the credentials
    /// @param method of the request, such as `REGISTER`
    public String response(String ha1, String method, Credentials credentials) {
        String ha2 = hash(credentials.algorithm(), method + ':' + credentials.uri());
        NonceUse use = credentials.use();
        String covered =
                use == null
                        ? credentials.nonce()
                        : credentials.nonce() + ':' + use.nc() + ':' + use.cnonce() + ":auth";
        return hash(credentials.algorithm(), ha1 + ':' + covered + ':' + ha2);
    }

    private String hash(Algorithm algorithm, String text) {
        MessageDigest function =
                switch (algorithm) {
                    case MD5 -> md5;
                    case SHA_256 -> sha256;
                };
        return HEX.formatHex(function.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest function(Algorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.token());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has " + algorithm.token(), e);
        }
    }
}
