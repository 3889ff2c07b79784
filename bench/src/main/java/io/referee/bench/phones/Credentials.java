package io.referee.bench.phones;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers digest challenges with MD5 and `qop=auth` as RFC 2617 has it. *Immutable.*
record Credentials(String user, String password) {

    /// The header for the request that was challenged.
    ///
    /// @param challenge the response, 401 or 407
    String answer(Heard challenge, String method, String uri) {
        boolean proxy = challenge.status() == 407;
        String offered =
                challenge.all(proxy ? "Proxy-Authenticate" : "WWW-Authenticate").stream()
                        .filter(it -> !it.contains("SHA-"))
                        .findFirst()
                        .orElse("");
        String realm = part(offered, "realm");
        String nonce = part(offered, "nonce");
        String opaque = part(offered, "opaque");
        String cnonce = Long.toHexString(System.nanoTime());
        String response =
                md5(
                        String.join(
                                ":",
                                md5(user + ":" + realm + ":" + password),
                                nonce,
                                "00000001",
                                cnonce,
                                "auth",
                                md5(method + ":" + uri)));
        return (proxy ? "Proxy-Authorization" : "Authorization")
                + ": Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\""
                        .formatted(user, realm, nonce, uri, response)
                + ", algorithm=MD5, qop=auth, nc=00000001, cnonce=\""
                + cnonce
                + '"'
                + (opaque.isEmpty() ? "" : ", opaque=\"" + opaque + '"')
                + "\r\n";
    }

    private static String part(String challenge, String name) {
        Matcher found = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(challenge);
        return found.find() ? found.group(1) : "";
    }

    private static String md5(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
