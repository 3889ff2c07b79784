package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

class WebhookSignatureTest {
    private static final Instant SENT = Instant.ofEpochSecond(1_795_233_600L);
    private static final byte[] BODY = "{\"seq\": 17}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = "whsec".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OTHER = "other".getBytes(StandardCharsets.UTF_8);

    /// Computed by Python's `hmac`.
    private static final String SIGNATURE =
            "5b8564aa60a5026db4019fec6164cdf05408a7f6771c634e26e58d19d41b53cc";

    private static boolean fits(String header, Instant now) {
        return WebhookSignature.fits(header, BODY, SECRET, now);
    }

    @Test
    void itIsTheHmacOfTimeAndBody() {
        assertThat(WebhookSignature.of(BODY, SENT, List.of(SECRET)))
                .isEqualTo("t=1795233600,v1=" + SIGNATURE);
    }

    @Test
    void itFitsForFiveMinutes() {
        String header = WebhookSignature.of(BODY, SENT, List.of(SECRET));

        assertThat(fits(header, SENT.plusSeconds(300))).isTrue();
        assertThat(fits(header, SENT.minusSeconds(300))).isTrue();
        assertThat(fits(header, SENT.plusSeconds(301))).isFalse();
        assertThat(fits(header, SENT.minusSeconds(301))).isFalse();
    }

    @Test
    void oneOfTwoSecretsIsEnough() {
        assertThat(fits(WebhookSignature.of(BODY, SENT, List.of(OTHER, SECRET)), SENT)).isTrue();
        assertThat(fits(WebhookSignature.of(BODY, SENT, List.of(OTHER)), SENT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "t=1795233600",
                "v1=" + SIGNATURE,
                "t=1795233601,v1=" + SIGNATURE,
                "t=x,v1=" + SIGNATURE,
                "t=1795233600,v0=" + SIGNATURE,
                "t=1795233600,v1=",
            })
    void anythingElseDoesNot(String header) {
        assertThat(fits(header, SENT)).isFalse();
    }

    @Test
    void thePageNamesTheHeader() throws IOException {
        assertThat(Files.readString(Path.of("../docs/events.md")))
                .contains("`" + WebhookSignature.HEADER + ": t=1795233600,v1=");
    }
}
