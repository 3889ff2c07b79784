package io.referee.sip.uri;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Telephone URIs (RFC 3966 §3, §4, §5).
class TelUriTest {
    private static TelUri tel(String text) {
        return TelUri.parse(text).orElseThrow();
    }

    @Test
    void aGlobalNumber() {
        TelUri number = tel("TEL:+1-201-555-0123;ext=1.2;foo");

        assertThat(number.global()).isTrue();
        assertThat(number.number()).isEqualTo("+1-201-555-0123");
        assertThat(number.digits()).isEqualTo("+12015550123");
        assertThat(number.extension()).isEqualTo("12");
        assertThat(number.context()).isEmpty();
        assertThat(number.text()).isEqualTo("tel:+1-201-555-0123;ext=1.2;foo");
    }

    @Test
    void aLocalNumber() {
        TelUri number = tel("tel:7042;phone-context=example.com");

        assertThat(number.global()).isFalse();
        assertThat(number.context()).isEqualTo("example.com");
        assertThat(tel("tel:112").context()).isEmpty();
        assertThat(tel("tel:*21#a(B)").digits()).isEqualTo("*21#ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:",
                "tel:+",
                "tel:+-",
                "tel:-.()",
                "tel:+12a",
                "tel:12g",
                "tel:1 2",
                "tel:1;a=\"",
                "tel:1;a=<",
                "fax:1",
                "sip:1"
            })
    void otherTextsAreNone(String text) {
        assertThat(TelUri.parse(text)).isEmpty();
    }

    @Test
    void whatIsNoNumberPassesAsAnotherUri() {
        assertThat(Uri.parse("tel:bob").orElseThrow()).isEqualTo(new OtherUri("tel", "bob"));
        assertThat(Uri.parse("tel:+1").orElseThrow()).isInstanceOf(TelUri.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tel:+1-201         | tel:+1(2)01            | true",
                "tel:+1201          | tel:1201               | false",
                "tel:+1;ext=5       | tel:+1                 | false",
                "tel:+1             | tel:+1;ext=5           | false",
                "tel:+1;ext=5-6     | tel:+1;ext=56          | true",
                "tel:1;phone-context=+1-2 | tel:1;phone-context=+12 | true",
                "tel:1;phone-context=A.b  | tel:1;Phone-Context=a.B | true",
                "tel:1;a=b;c=%41    | tel:1;C=a;A=B          | true",
                "tel:1;a=b          | tel:1;a=c              | false",
                "tel:aB             | tel:Ab                 | true",
            })
    void equivalence(String one, String other, boolean equivalent) {
        assertThat(tel(one).equivalent(tel(other))).isEqualTo(equivalent);
        assertThat(tel(other).equivalent(tel(one))).isEqualTo(equivalent);
    }
}
