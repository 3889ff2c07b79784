package io.referee.sip.digest;

import io.referee.sip.digest.Credentials.NonceUse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The arithmetic of RFC 7616 §3.4.1 to §3.4.3 and §3.5. Hashes text as UTF-8. *One thread only*:
/// it reuses its hash functions.
public final class Digest {
    private static final HexFormat HEX = HexFormat.of();

    private final MessageDigest md5 = function(Algorithm.MD5);
    private final MessageDigest sha256 = function(Algorithm.SHA_256);
    private final MessageDigest sha512 = function(Algorithm.SHA_512_256);

    /// Hash of `username:realm:password` in lower-case hexadecimal; the same for an algorithm and
    /// its `-sess` sister.
    public String ha1(Algorithm algorithm, String username, String realm, String password) {
        return hash(algorithm, username + ':' + realm + ':' + password);
    }

    /// All hashes of an account.
    public Ha1 ha1(String username, String realm, String password) {
        return new Ha1(
                ha1(Algorithm.MD5, username, realm, password),
                ha1(Algorithm.SHA_256, username, realm, password),
                ha1(Algorithm.SHA_512_256, username, realm, password));
    }

    /// The response that the credentials should carry, whatever they do carry.
    ///
    /// @param ha1 by the algorithm of the credentials
    public String response(String ha1, Covered request, Credentials credentials) {
        return keyed(ha1, request.method(), request.body(), credentials);
    }

    /// The `rspauth` by which a server shows in Authentication-Info that it knows the password too
    /// (RFC 7616 §3.5).
    ///
    /// @param ha1 by the algorithm of the credentials
    /// @param body of the server's response
    /// @param credentials of the request
    public String rspauth(String ha1, byte[] body, Credentials credentials) {
        return keyed(ha1, "", body, credentials);
    }

    private String keyed(String ha1, String method, byte[] body, Credentials credentials) {
        Algorithm algorithm = credentials.algorithm();
        NonceUse use = credentials.use();
        String a2 = method + ':' + credentials.uri();
        if (use == null) {
            return hash(algorithm, ha1 + ':' + credentials.nonce() + ':' + hash(algorithm, a2));
        }
        String key =
                algorithm.session()
                        ? hash(algorithm, ha1 + ':' + credentials.nonce() + ':' + use.cnonce())
                        : ha1;
        String covered = use.qop() == Qop.AUTH_INT ? a2 + ':' + hash(algorithm, body) : a2;
        return hash(
                algorithm,
                key
                        + ':'
                        + credentials.nonce()
                        + ':'
                        + use.nc()
                        + ':'
                        + use.cnonce()
                        + ':'
                        + use.qop().token()
                        + ':'
                        + hash(algorithm, covered));
    }

    private String hash(Algorithm algorithm, String text) {
        return hash(algorithm, text.getBytes(StandardCharsets.UTF_8));
    }

    private String hash(Algorithm algorithm, byte[] octets) {
        MessageDigest function =
                switch (algorithm) {
                    case MD5, MD5_SESS -> md5;
                    case SHA_256, SHA_256_SESS -> sha256;
                    case SHA_512_256, SHA_512_256_SESS -> sha512;
                };
        return HEX.formatHex(function.digest(octets));
    }

    private static MessageDigest function(Algorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.function());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has " + algorithm.function(), e);
        }
    }
}
