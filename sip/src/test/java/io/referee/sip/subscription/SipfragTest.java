package io.referee.sip.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

/// RFC 3420, RFC 3515 §2.4.5.
class SipfragTest {
    private static java.util.Optional<Sipfrag> parse(String text) {
        return Sipfrag.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aStatusLineIsReadWithAndWithoutMore() {
        assertThat(parse("SIP/2.0 486 Busy Here\r\nTo: <sip:c@x>\r\n"))
                .contains(new Sipfrag(486, "Busy Here"));
        assertThat(parse("SIP/2.0 100")).contains(new Sipfrag(100, ""));
        assertThat(parse("sip/2.0 200 OK")).contains(new Sipfrag(200, "OK"));
    }

    @Test
    void itIsWrittenAsItIsRead() {
        assertThat(new String(Sipfrag.of(486).bytes(), StandardCharsets.UTF_8))
                .isEqualTo("SIP/2.0 486 Busy Here\r\n");
        assertThat(Sipfrag.parse(Sipfrag.of(180).bytes())).contains(Sipfrag.of(180));
        assertThat(Sipfrag.of(180).last()).isFalse();
        assertThat(Sipfrag.of(200).last()).isTrue();
    }

    @Test
    void noMoreThanItsLimitIsLookedAt() {
        String phrase = "x".repeat(10_000);

        assertThat(parse("SIP/2.0 200 " + phrase).orElseThrow().phrase())
                .hasSize(Sipfrag.MAX_LINE - "SIP/2.0 200 ".length());
    }

    @Test
    void everythingElseIsNone() {
        for (String text :
                new String[] {
                    "", "SIP/2.0 ", "SIP/2.0 2x0 OK", "SIP/2.0 700 No", "SIP/2.0 099 No", "HTTP"
                }) {
            assertThat(parse(text)).as(text).isEmpty();
        }
    }
}
