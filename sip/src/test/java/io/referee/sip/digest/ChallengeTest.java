package io.referee.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.digest.Challenge.Reading;
import io.referee.sip.message.Bounds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Random;

/// Challenges as text: RFC 3261 §20.44, RFC 7616 §3.3.
class ChallengeTest {
    private static final String EXAMPLE =
            "Digest realm=\"atlanta.com\", domain=\"sip:boxesbybob.com\", qop=\"auth,auth-int\","
                    + " nonce=\"f84f1cec41e6cbe5aea9c8e88d359\", opaque=\"\", stale=FALSE,"
                    + " algorithm=MD5";

    private static final Qop[] OFFERED = {Qop.AUTH, Qop.AUTH_INT};

    @Test
    void theExampleOfRfc3261IsRead() {
        assertThat(Challenge.parse(EXAMPLE))
                .isEqualTo(
                        new Reading.Parsed(
                                new Challenge(
                                        "atlanta.com",
                                        "f84f1cec41e6cbe5aea9c8e88d359",
                                        "",
                                        Algorithm.MD5,
                                        List.of(Qop.AUTH, Qop.AUTH_INT),
                                        false)));
    }

    @Test
    void ourChallengeIsPrintedLikeThis() {
        assertThat(Challenge.of("a.example", "n", Algorithm.SHA_256).asStale().print())
                .isEqualTo(
                        "Digest realm=\"a.example\", nonce=\"n\", algorithm=SHA-256, "
                                + "qop=\"auth\", stale=true");
    }

    @Test
    void withoutAlgorithmOrQopItIsTheChallengeOfRfc2069() {
        assertThat(Challenge.parse("digest nonce=\"n\",realm=\"r\""))
                .isEqualTo(
                        new Reading.Parsed(
                                new Challenge("r", "n", null, Algorithm.MD5, List.of(), false)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic realm=\"r\"",
                "NTLM",
                "Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess",
                "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512",
                "Digest realm=\"r\", nonce=\"n\", qop=\"auth-conf\""
            })
    void whatWeDoNotSpeakIsUnsupported(String value) {
        assertThat(Challenge.parse(value)).isInstanceOf(Reading.Unsupported.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Digest ",
                "Digest realm=\"r\"",
                "Digest nonce=\"n\"",
                "Digest realm=\"r\" nonce=\"n\"",
                "Digest realm=\"r\", nonce=\"n",
                "Digest realm=\"r\", nonce=\"n\\",
                "Digest realm=\"r\", nonce=",
                "Digest realm=\"r\", =\"n\"",
                "Digest realm=\"r\", realm=\"s\", nonce=\"n\"",
                "Digest realm=\"r\r\nX: y\", nonce=\"n\""
            })
    void whatBreaksTheGrammarIsMalformed(String value) {
        assertThat(Challenge.parse(value)).isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void lengthAndNumberOfParametersAreLimited() {
        String start = "Digest realm=\"r\", nonce=\"n\"";
        String full = start + numbered(Bounds.CREDENTIALS_PARAMETERS - 2);
        assertThat(Challenge.parse(full)).isInstanceOf(Reading.Parsed.class);
        assertThat(Challenge.parse(full + ", x=y")).isInstanceOf(Reading.Malformed.class);
        String longest = start + ", x=" + "y".repeat(Bounds.CREDENTIALS_CHARS - start.length() - 4);
        assertThat(Challenge.parse(longest)).isInstanceOf(Reading.Parsed.class);
        assertThat(Challenge.parse(longest + "y")).isInstanceOf(Reading.Malformed.class);
    }

    @Test
    void aControlCharacterIsAProgrammersMistake() {
        assertThatThrownBy(() -> Challenge.of("r\r\nX: y", "n", Algorithm.MD5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsPrintedIsReadBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            Algorithm algorithm = Texts.one(Algorithm.values(), random);
            boolean counted = algorithm.session() || random.nextBoolean();
            Challenge challenge =
                    new Challenge(
                            Texts.any(random),
                            Texts.any(random),
                            random.nextBoolean() ? Texts.any(random) : null,
                            algorithm,
                            counted ? List.of(Texts.one(OFFERED, random)) : List.of(),
                            random.nextBoolean());
            assertThat(Challenge.parse(challenge.print()))
                    .as("seed %d", seed)
                    .isEqualTo(new Reading.Parsed(challenge));
        }
    }

    @Test
    void mutatedChallengesNeverThrow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 30_000; i++) {
            if (Challenge.parse(Texts.mutated(EXAMPLE, random))
                    instanceof Reading.Parsed(Challenge challenge)) {
                assertThat(Challenge.parse(challenge.print()))
                        .as("seed %d", seed)
                        .isEqualTo(new Reading.Parsed(challenge));
            }
        }
    }

    private static String numbered(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(", p").append(i).append("=v");
        }
        return text.toString();
    }
}
