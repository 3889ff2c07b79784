package io.referee.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.digest.AuthParam.Quoting;
import io.referee.sip.digest.Credentials.NonceUse;
import io.referee.sip.digest.Credentials.Reading;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Credentials as text: RFC 3261 §20.7, RFC 7616 §3.4.
class CredentialsTest {
    private static final String RESPONSE = "6629fae49393a05397450978507c4ef1";
    private static final String EXAMPLE =
            "Digest username=\"bob\", realm=\"biloxi.com\", nonce=\"dcd98b\","
                    + " uri=\"sip:bob@biloxi.com\", qop=auth, nc=00000001, cnonce=\"0a4f113b\","
                    + " response=\""
                    + RESPONSE
                    + "\", opaque=\"5ccc\"";
    private static final Credentials BOB =
            new Credentials(
                    "bob",
                    "biloxi.com",
                    "dcd98b",
                    "sip:bob@biloxi.com",
                    RESPONSE,
                    Algorithm.MD5,
                    new NonceUse("00000001", "0a4f113b"),
                    "5ccc",
                    List.of());

    @Test
    void theExampleOfRfc3261IsRead() {
        assertThat(Credentials.parse(EXAMPLE)).isEqualTo(new Reading.Parsed(BOB));
        assertThat(BOB.qop()).isEqualTo(Qop.AUTH);
    }

    @Test
    void quotesWhereTheyShouldNotBeAndCapitalsAreOverlooked() {
        String sloppy =
                EXAMPLE.replace("qop=auth", "QOP=\"AUTH\", algorithm=\"md5\",,")
                        .replace("nc=00000001", "nc=\"00000001\"")
                        .replace(RESPONSE, RESPONSE.toUpperCase(Locale.ROOT));
        assertThat(Credentials.parse(sloppy)).isEqualTo(new Reading.Parsed(BOB));
    }

    @Test
    void unknownParametersAreKept() {
        Reading reading = Credentials.parse(EXAMPLE + ", x=y, gsid=\"a \\\"b\\\"\"");
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Parsed.class,
                        parsed -> {
                            assertThat(parsed.credentials().extra())
                                    .containsExactly(
                                            new AuthParam("x", "y", Quoting.TOKEN),
                                            new AuthParam("gsid", "a \"b\"", Quoting.QUOTED));
                            assertThat(parsed.credentials().print())
                                    .endsWith(", x=y, gsid=\"a \\\"b\\\"\"");
                        });
    }

    @Test
    void theCountIsHexadecimal() {
        assertThat(NonceUse.of(255, "c")).isEqualTo(new NonceUse("000000ff", "c"));
        assertThat(new NonceUse("FFFFFFFF", "c").count()).isEqualTo(4_294_967_295L);
        assertThatThrownBy(() -> new NonceUse("g", "c")).hasMessageContaining("g");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qop=auth-conf",
                "qop=auth, algorithm=SHA-512",
                "algorithm=MD5-sess",
                "qop=auth, userhash=true",
                "qop=x"
            })
    void whatWeDoNotSpeakIsUnsupported(String instead) {
        assertThat(Credentials.parse(EXAMPLE.replace("qop=auth", instead)))
                .isInstanceOf(Reading.Unsupported.class);
        assertThat(Credentials.parse("Basic QWxhZGRpbg==")).isInstanceOf(Reading.Unsupported.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"username=", "realm=", "nonce=", "uri=", "response=", "nc=", "cnonce="})
    void aMissingParameterIsMalformed(String name) {
        assertThat(Credentials.parse(EXAMPLE.replace(" " + name, " x-" + name)))
                .isInstanceOf(Reading.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nc=", "nc=000000001", "nc=0000000g", "nc=-0000001", "nc=１", "nc=0"})
    void aCountThatIsNoneIsMalformed(String count) {
        assertThat(Credentials.parse(EXAMPLE.replace("nc=00000001", count)))
                .isInstanceOf(Reading.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6629", "zz29fae49393a05397450978507c4ef1"})
    void aResponseOfAnotherLengthOrAlphabetIsMalformed(String response) {
        assertThat(Credentials.parse(EXAMPLE.replace(RESPONSE, response)))
                .isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void aNameMayBeUtf8InQuotesOrPercentEncoded() {
        String quoted = EXAMPLE.replace("username=\"bob\"", "username=\"Jäsøn Doe\"");
        String encoded =
                EXAMPLE.replace("username=\"bob\"", "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe");
        Reading reading = Credentials.parse(quoted);
        assertThat(reading)
                .isInstanceOfSatisfying(
                        Reading.Parsed.class,
                        it -> assertThat(it.credentials().username()).isEqualTo("Jäsøn Doe"));
        assertThat(Credentials.parse(encoded)).isEqualTo(reading);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "username*=UTF-8''bob, username=\"bob\"",
                "username*=ISO-8859-1''bob",
                "username*=UTF-8''b%0D%0Aob"
            })
    void aNameThatIsTwoOrCannotBeReadIsMalformed(String name) {
        assertThat(Credentials.parse(EXAMPLE.replace("username=\"bob\"", name)))
                .isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void anEmptyClientNonceIsMalformed() {
        assertThat(Credentials.parse(EXAMPLE.replace("0a4f113b", "")))
                .isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void whatIsPrintedIsReadBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Credentials credentials = any(random);
            assertThat(Credentials.parse(credentials.print()))
                    .as("seed %d", seed)
                    .isEqualTo(new Reading.Parsed(credentials));
        }
    }

    @Test
    void mutatedCredentialsNeverThrow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 30_000; i++) {
            if (Credentials.parse(Texts.mutated(EXAMPLE, random))
                    instanceof Reading.Parsed(Credentials credentials)) {
                assertThat(Credentials.parse(credentials.print()))
                        .as("seed %d", seed)
                        .isEqualTo(new Reading.Parsed(credentials));
            }
        }
    }

    private static Credentials any(Random random) {
        Algorithm algorithm = Texts.one(Algorithm.values(), random);
        Qop qop = random.nextBoolean() ? Qop.AUTH : Qop.AUTH_INT;
        boolean counted = algorithm.session() || random.nextBoolean();
        return new Credentials(
                Texts.any(random),
                Texts.any(random),
                Texts.any(random),
                Texts.any(random),
                "0a".repeat(algorithm.hexLength() / 2),
                algorithm,
                counted
                        ? NonceUse.of(qop, 1 + random.nextInt(1_000), "c" + Texts.any(random))
                        : null,
                random.nextBoolean() ? Texts.any(random) : null,
                random.nextBoolean()
                        ? List.of(new AuthParam("x-q", Texts.any(random), Quoting.QUOTED))
                        : List.of(new AuthParam("x-t", "a=b;c", Quoting.TOKEN)));
    }
}
