package io.referee.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

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
    void everythingElseIsNone() {
        for (String text :
                new String[] {
                    "", "SIP/2.0 ", "SIP/2.0 2x0 OK", "SIP/2.0 700 No", "SIP/2.0 099 No", "HTTP"
                }) {
            assertThat(parse(text)).as(text).isEmpty();
        }
    }
}
