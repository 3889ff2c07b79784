package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every compact form that is registered (RFC 3261 §7.3.3 and the registry of header fields).
class CompactFormTest {
    @ParameterizedTest
    @CsvSource({
        "a, Accept-Contact",
        "b, Referred-By",
        "c, Content-Type",
        "d, Request-Disposition",
        "e, Content-Encoding",
        "f, From",
        "i, Call-ID",
        "j, Reject-Contact",
        "k, Supported",
        "l, Content-Length",
        "m, Contact",
        "n, Identity-Info",
        "o, Event",
        "r, Refer-To",
        "s, Subject",
        "t, To",
        "u, Allow-Events",
        "v, Via",
        "x, Session-Expires",
        "y, Identity"
    })
    void isTheLongForm(String compact, String name) {
        assertThat(HeaderName.of(compact)).isSameAs(HeaderName.of(name));
        assertThat(HeaderName.of(compact.toUpperCase(java.util.Locale.ROOT)).text())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"g", "h", "p", "q", "w", "z"})
    void otherLettersAreNamesOfTheirOwn(String letter) {
        assertThat(HeaderName.of(letter).text()).isEqualTo(letter);
    }

    @Test
    void aWholeMessageMayBeCompact() {
        String compact =
                INVITE.replace("Via:", "v:")
                        .replace("To:", "t:")
                        .replace("From:", "f:")
                        .replace("Call-ID:", "i:")
                        .replace("Contact:", "m:")
                        .replace("Content-Type:", "c:")
                        .replace("Content-Length:", "l:");

        assertThat(request(compact).from()).isEqualTo(request(INVITE).from());
        assertThat(request(compact).contact()).isEqualTo(request(INVITE).contact());
        assertThat(request(compact).hasSdp()).isTrue();
        assertThat(request(compact).body()).hasSize(6);
    }
}
