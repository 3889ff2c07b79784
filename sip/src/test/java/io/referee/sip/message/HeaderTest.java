package io.referee.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

class HeaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Via",
                "From",
                "To",
                "Call-ID",
                "CSeq",
                "Contact",
                "Max-Forwards",
                "Content-Length",
                "Content-Type",
                "Content-Encoding",
                "Content-Disposition",
                "Content-Language",
                "Route",
                "Record-Route",
                "Allow",
                "Allow-Events",
                "Accept",
                "Supported",
                "Require",
                "Proxy-Require",
                "Unsupported",
                "Expires",
                "Min-Expires",
                "User-Agent",
                "Server",
                "Authorization",
                "WWW-Authenticate",
                "Proxy-Authorization",
                "Proxy-Authenticate",
                "Authentication-Info",
                "Refer-To",
                "Referred-By",
                "Refer-Sub",
                "Replaces",
                "Event",
                "Subscription-State",
                "Reason",
                "Retry-After",
                "Warning",
                "Session-Expires",
                "Min-SE",
                "RSeq",
                "RAck",
                "Subject",
                "Timestamp",
                "Date",
                "Alert-Info",
                "Path",
                "Service-Route",
                "Diversion",
                "History-Info",
                "MIME-Version",
                "User-to-User",
                "Accept-Contact",
                "Reject-Contact",
                "Request-Disposition",
                "Identity"
            })
    void aKnownNameIsOneObjectInAnyCase(String name) {
        HeaderName known = HeaderName.of(name);

        assertThat(HeaderName.of(name.toLowerCase(Locale.ROOT))).isSameAs(known);
        assertThat(HeaderName.of(name.toUpperCase(Locale.ROOT))).isSameAs(known);
        assertThat(known.text()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "v, Via",
        "f, From",
        "t, To",
        "i, Call-ID",
        "m, Contact",
        "l, Content-Length",
        "c, Content-Type",
        "e, Content-Encoding",
        "u, Allow-Events",
        "k, Supported",
        "r, Refer-To",
        "b, Referred-By",
        "o, Event",
        "x, Session-Expires",
        "s, Subject",
        "a, Accept-Contact",
        "j, Reject-Contact",
        "d, Request-Disposition",
        "y, Identity"
    })
    void aCompactFormIsTheLongForm(String compact, String name) {
        assertThat(HeaderName.of(compact)).isSameAs(HeaderName.of(name));
        assertThat(HeaderName.of(compact.toUpperCase(Locale.ROOT))).isSameAs(HeaderName.of(name));
        assertThat(HeaderName.of(compact).text()).isEqualTo(name);
    }

    @Test
    void unknownNamesAreEqualWithoutCaseAndKeepTheirText() {
        HeaderName first = HeaderName.of("X-Thing");
        HeaderName second = HeaderName.of("x-tHING");

        assertThat(first).isEqualTo(second).hasSameHashCodeAs(second);
        assertThat(first).isNotEqualTo(HeaderName.of("X-Thin"));
        assertThat(first.text()).isEqualTo("X-Thing");
        assertThat(first.lower()).isEqualTo("x-thing");
        assertThat(HeaderName.of("z")).isNotEqualTo(HeaderName.VIA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "A:", "A\r\nB", "\u00f6", "\u00f6x", "(", "A\0"})
    void whatIsNoTokenIsNoName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HeaderName.of(text));
        assertThatIllegalArgumentException().isThrownBy(() -> Header.of(text, "x"));
        assertThat(Header.parse(text, "x")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nEvil: b", "a\nEvil: b", "a\rEvil: b", "\r\n", "folded\r\n value"})
    void aValueCannotBecomeAnotherHeader(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Header.of("Subject", value))
                .withMessageContaining("Subject");
        assertThat(Header.parse("Subject", value)).isEmpty();
    }

    @Test
    void aHeaderFromSomebodyElsesTextIsRead() {
        Header header = Header.parse("s", "Grüße").orElseThrow();

        assertThat(header.name()).isSameAs(HeaderName.SUBJECT);
        assertThat(header.value()).isEqualTo("Grüße");
        assertThat(header).hasToString("Subject: Grüße");
    }
}
