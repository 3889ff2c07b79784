package io.referee.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;

class SecretPartsTest {
    private static String shown(String message) {
        byte[] octets = message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] before = octets.clone();
        byte[] shown = new SipMessageFact(true, "udp", "l", "r", octets).shown();
        assertThat(octets).as("what is kept").isEqualTo(before);
        assertThat(shown).as("as long as before").hasSameSizeAs(octets);
        return new String(shown, StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Authorization: Digest username=\"a\", response=\"0af3\", nc=1 |"
                        + " Authorization: Digest username=\"a\", response=\"****\", nc=1",
                "authorization : digest RESPONSE = 0af3,uri=\"sip:response=x\" |"
                        + " authorization : digest RESPONSE = ****,uri=\"sip:response=x\"",
                "Proxy-Authorization: Digest response=\"0af3\" |"
                        + " Proxy-Authorization: Digest response=\"****\"",
                "Authorization: Basic YTpi | Authorization: Basic ****",
                "Authorization: Bearer a.b c | Authorization: Bearer *****",
                "Authorization: justone | Authorization: *******",
                "Authentication-Info: qop=auth, rspauth=\"0af3\", nc=1 |"
                        + " Authentication-Info: qop=auth, rspauth=\"****\", nc=1",
                "WWW-Authenticate: Digest nonce=\"n\" | WWW-Authenticate: Digest nonce=\"n\"",
                "Subject: response=0af3 | Subject: response=0af3",
            })
    void credentialsHaveStars(String header, String shown) {
        String message = "INVITE sip:b@x SIP/2.0\n%s\nCSeq: 1 INVITE\n\nv=0\n";

        assertThat(shown(message.formatted(header))).isEqualTo(message.formatted(shown));
    }

    @Test
    void aHeaderThatGoesOnInTheNextLineIsOne() {
        assertThat(
                        shown(
                                "OPTIONS sip:x SIP/2.0\n"
                                        + "Authorization: Digest username=a,\n"
                                        + " response=x1\n\n"))
                .contains("\n response=**\n");
    }

    @Test
    void mediaKeysHaveStarsAndTheRestOfTheDescriptionIsAsItWas() {
        String message =
                """
                INVITE sip:b@x SIP/2.0

                v=0
                k=clear:key
                a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:a2V5|2^20
                a=ice-ufrag:8hhY
                a=ice-pwd:asd88fgpdd777uzjYhagZg
                a=crypto:x
                """;

        assertThat(shown(message))
                .isEqualTo(
                        """
                        INVITE sip:b@x SIP/2.0

                        v=0
                        k=*********
                        a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:*********
                        a=ice-ufrag:8hhY
                        a=ice-pwd:**********************
                        a=crypto:*
                        """);
    }

    @Test
    void thePartThatProvesAReferrerHasStars() {
        String message =
                """
                REFER sip:b@x SIP/2.0
                Referred-By: <sip:a@x>;cid="t@x"
                Content-Type: multipart/mixed;boundary=z

                --z
                Content-Type: application/sdp

                v=0
                --z
                Content-ID: <t@x>

                signed
                and more
                --z--
                """;

        assertThat(shown(message))
                .isEqualTo(message.replace("signed", "******").replace("and more", "********"));
    }

    @Test
    void whatHasNothingSecretIsNotCopied() {
        byte[] octets = "BYE sip:b@x SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8);

        assertThat(SecretParts.blanked(octets)).isSameAs(octets);
    }

    @Test
    void anyOctetsCanBeShown() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] alphabet =
                "Authorization: Digest response=\"x\",\r\n\n\t a=crypto:inline:--cidReferred-By:"
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            byte[] octets = new byte[random.nextInt(200)];
            for (int k = 0; k < octets.length; k++) {
                octets[k] = alphabet[random.nextInt(alphabet.length)];
            }
            assertThat(SecretParts.blanked(octets)).as("seed %d", seed).hasSameSizeAs(octets);
        }
    }
}
