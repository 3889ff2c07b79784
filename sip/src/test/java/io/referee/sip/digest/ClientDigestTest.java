package io.referee.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.digest.ClientDigest.Attempt;
import io.referee.sip.digest.ClientDigest.Login;
import io.referee.sip.digest.Credentials.NonceUse;

import org.junit.jupiter.api.Test;

import java.util.List;

class ClientDigestTest {
    private static final Login MUFASA = new Login("Mufasa", "Circle of Life");
    private static final Attempt GET =
            new Attempt(
                    "GET", "/dir/index.html", 1, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
    private static final Challenge MD5 = challenge(Algorithm.MD5, Qop.AUTH);
    private static final Challenge SHA_256 = challenge(Algorithm.SHA_256, Qop.AUTH);

    private final ClientDigest client = new ClientDigest();

    @Test
    void theStrongestChallengeIsAnsweredWhereverItStands() {
        Credentials answer = client.answer(List.of(MD5, SHA_256), MUFASA, GET).orElseThrow();
        assertThat(client.answer(List.of(SHA_256, MD5), MUFASA, GET)).contains(answer);
        assertThat(answer.response())
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
        assertThat(answer.opaque()).isEqualTo("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS");
        assertThat(answer.use()).isEqualTo(NonceUse.of(1, GET.cnonce()));
    }

    @Test
    void aChallengeWithoutQopIsAnsweredWithout() {
        Challenge old = challenge(Algorithm.MD5, Qop.NONE);
        Credentials answer = client.answer(List.of(old), MUFASA, GET).orElseThrow();
        assertThat(answer.use()).isNull();
        assertThat(answer.print()).doesNotContain("qop", "nc=", "cnonce");
        assertThat(client.answer(List.of(old, MD5), MUFASA, GET).orElseThrow().qop())
                .isEqualTo(Qop.AUTH);
    }

    @Test
    void withoutAChallengeThereIsNoAnswer() {
        assertThat(client.answer(List.of(), MUFASA, GET)).isEmpty();
    }

    @Test
    void aLoginDoesNotPrintItsPassword() {
        assertThat(MUFASA.toString()).isEqualTo("Login[Mufasa]");
    }

    @Test
    void sha512GoesBeforeSha256() {
        Challenge sha512 = challenge(Algorithm.SHA_512_256, Qop.AUTH);
        assertThat(client.answer(List.of(SHA_256, sha512, MD5), MUFASA, GET).orElseThrow())
                .extracting(Credentials::algorithm)
                .isEqualTo(Algorithm.SHA_512_256);
    }

    @Test
    void theBodyIsCoveredWhereNothingElseIsOffered() {
        Challenge both = SHA_256.offering(List.of(Qop.AUTH_INT, Qop.AUTH));
        assertThat(client.answer(List.of(both), MUFASA, GET).orElseThrow().qop())
                .isEqualTo(Qop.AUTH);
        Challenge only = challenge(Algorithm.SHA_256, Qop.AUTH_INT);
        assertThat(client.answer(List.of(only), MUFASA, GET).orElseThrow().print())
                .contains("qop=auth-int");
    }

    private static Challenge challenge(Algorithm algorithm, Qop qop) {
        return new Challenge(
                "http-auth@example.org",
                "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
                algorithm,
                qop == Qop.NONE ? List.of() : List.of(qop),
                false);
    }
}
