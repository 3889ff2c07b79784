package io.referee.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.digest.Credentials.NonceUse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/// The worked examples of RFC 2617 §3.5 and RFC 7616 §3.9.1.
class DigestTest {
    private static final String OLD_NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
    private static final String NEW_NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String NEW_CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    private final Digest digest = new Digest();

    @Test
    void theExampleOfRfc2617() {
        Credentials credentials =
                credentials(
                        "testrealm@host.com", OLD_NONCE, NonceUse.of(1, "0a4f113b"), Algorithm.MD5);
        assertThat(response(credentials, "Circle Of Life"))
                .isEqualTo("6629fae49393a05397450978507c4ef1");
    }

    @Test
    void theSameWithoutQopAsInRfc2069() {
        Credentials credentials = credentials("testrealm@host.com", OLD_NONCE, null, Algorithm.MD5);
        assertThat(response(credentials, "Circle Of Life"))
                .isEqualTo("670fd8c2df070c60b045671b8b24ff02");
    }

    @Test
    void theMd5ExampleOfRfc7616() {
        Credentials credentials =
                credentials(
                        "http-auth@example.org",
                        NEW_NONCE,
                        NonceUse.of(1, NEW_CNONCE),
                        Algorithm.MD5);
        assertThat(response(credentials, "Circle of Life"))
                .isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
    }

    @Test
    void theSha256ExampleOfRfc7616() {
        Credentials credentials =
                credentials(
                        "http-auth@example.org",
                        NEW_NONCE,
                        NonceUse.of(1, NEW_CNONCE),
                        Algorithm.SHA_256);
        assertThat(response(credentials, "Circle of Life"))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    /// The input of RFC 7616 §3.9.2. The number was found by another program: what stands in the
    /// text is not of SHA-512/256 (erratum 4897).
    @Test
    void theSha512ExampleOfRfc7616() {
        Credentials credentials =
                new Credentials(
                        "Jäsøn Doe",
                        "api@example.org",
                        "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
                        "/doe.json",
                        "",
                        Algorithm.SHA_512_256,
                        NonceUse.of(1, "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm"),
                        null,
                        List.of());
        assertThat(response(credentials, "Secret, or not?"))
                .isEqualTo("7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c");
    }

    /// RFC 7616 §3.4.2: the key of a session is the hash of the password with both nonces.
    @Test
    void aSessionMixesTheNoncesIntoTheKey() throws Exception {
        Credentials credentials = session(Algorithm.MD5_SESS, Qop.AUTH);
        String ha1 = md5(md5("Mufasa:r:p") + ":n:c");
        assertThat(digest.response(md5("Mufasa:r:p"), Covered.of("GET"), credentials))
                .isEqualTo(md5(ha1 + ":n:00000001:c:auth:" + md5("GET:/x")));
    }

    /// RFC 7616 §3.4.3 and §3.5.
    @Test
    void authIntCoversTheBodyEitherWay() throws Exception {
        Credentials credentials = session(Algorithm.MD5, Qop.AUTH_INT);
        byte[] body = "v=0".getBytes(StandardCharsets.UTF_8);
        String ha1 = md5("Mufasa:r:p");
        assertThat(digest.response(ha1, new Covered("GET", body), credentials))
                .isEqualTo(md5(ha1 + ":n:00000001:c:auth-int:" + md5("GET:/x:" + md5("v=0"))));
        assertThat(digest.rspauth(ha1, body, credentials))
                .isEqualTo(md5(ha1 + ":n:00000001:c:auth-int:" + md5(":/x:" + md5("v=0"))));
    }

    private static Credentials session(Algorithm algorithm, Qop qop) {
        return new Credentials(
                "Mufasa", "r", "n", "/x", "", algorithm, NonceUse.of(qop, 1, "c"), null, List.of());
    }

    private static String md5(String text) throws Exception {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(octets));
    }

    @Test
    void anAccountsHashesAreLowerCaseHex() {
        Ha1 ha1 = digest.ha1("Mufasa", "testrealm@host.com", "Circle Of Life");
        assertThat(ha1.md5()).isEqualTo("939e7578ed9e3c518a452acee763bce9");
        assertThat(ha1.sha256()).matches("[0-9a-f]{64}");
        assertThat(ha1.sha512()).matches("[0-9a-f]{64}").isNotEqualTo(ha1.sha256());
        assertThat(ha1.toString()).doesNotContain("939e");
    }

    private String response(Credentials credentials, String password) {
        String ha1 =
                digest.ha1(
                        credentials.algorithm(),
                        credentials.username(),
                        credentials.realm(),
                        password);
        return digest.response(ha1, Covered.of("GET"), credentials);
    }

    private static Credentials credentials(
            String realm, String nonce, @Nullable NonceUse use, Algorithm algorithm) {
        return new Credentials(
                "Mufasa", realm, nonce, "/dir/index.html", "", algorithm, use, null, List.of());
    }
}
