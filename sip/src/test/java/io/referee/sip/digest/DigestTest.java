package io.referee.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.digest.Credentials.NonceUse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

    @Test
    void anAccountsHashesAreLowerCaseHex() {
        Ha1 ha1 = digest.ha1("Mufasa", "testrealm@host.com", "Circle Of Life");
        assertThat(ha1.md5()).isEqualTo("939e7578ed9e3c518a452acee763bce9");
        assertThat(ha1.sha256()).matches("[0-9a-f]{64}");
        assertThat(ha1.toString()).doesNotContain("939e");
    }

    private String response(Credentials credentials, String password) {
        String ha1 =
                digest.ha1(
                        credentials.algorithm(),
                        credentials.username(),
                        credentials.realm(),
                        password);
        return digest.response(ha1, "GET", credentials);
    }

    private static Credentials credentials(
            String realm, String nonce, @Nullable NonceUse use, Algorithm algorithm) {
        return new Credentials(
                "Mufasa", realm, nonce, "/dir/index.html", "", algorithm, use, null, List.of());
    }
}
