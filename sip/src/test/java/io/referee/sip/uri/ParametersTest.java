package io.referee.sip.uri;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Bounds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParametersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # text                     | printed
                    ``                         | ``
                    ;                          | ``
                    ;;a;;                      | ;a
                    ;a                         | ;a
                    ;a=                        | ;a=
                    ;a=b;c;d=e                 | ;a=b;c;d=e
                    ; a = b ; c                | ;a=b;c
                    a=b                        | ;a=b
                    ;a="x;y";b                 | ;a="x;y";b
                    ;a="x\\";y";b              | ;a="x\\";y";b
                    ;a="x\\\\";b               | ;a="x\\\\";b
                    ;a=b=c                     | ;a=b=c
                    """)
    void parametersAreReadAndPrinted(String text, String printed) {
        assertThat(Parameters.parse(text).text()).isEqualTo(printed);
        assertThat(Parameters.parse(printed)).isEqualTo(Parameters.parse(text));
    }

    @Test
    void namesCompareWithoutCaseAndValuesStayAsWritten() {
        Parameters parameters = Parameters.parse(";Tag=AbC;LR;q=\"x\"");

        assertThat(parameters.value("tAG")).hasValue("AbC");
        assertThat(parameters.value("lr")).hasValue("");
        assertThat(parameters.value("q")).hasValue("\"x\"");
        assertThat(parameters.value("none")).isEmpty();
        assertThat(parameters.has("lR")).isTrue();
        assertThat(parameters.has("none")).isFalse();
    }

    @Test
    void aParameterIsReplacedInItsPlaceAndOnlyOnceKept() {
        Parameters parameters = Parameters.parse(";a=1;b=2;A=3");

        assertThat(parameters.with("a", "9").text()).isEqualTo(";a=9;b=2");
        assertThat(parameters.with("c", "").text()).isEqualTo(";a=1;b=2;A=3;c");
        assertThat(parameters.without("a").text()).isEqualTo(";b=2");
        assertThat(parameters.without("x")).isSameAs(parameters);
        assertThat(parameters.text()).isEqualTo(";a=1;b=2;A=3");
    }

    @Test
    void nothingIsEmpty() {
        assertThat(Parameters.NONE.isEmpty()).isTrue();
        assertThat(Parameters.parse(" ; ").isEmpty()).isTrue();
        assertThat(Parameters.NONE.with("a", "b").isEmpty()).isFalse();
    }

    @Test
    void aQuoteWithoutEndWouldSwallowWhatIsWrittenBehindIt() {
        assertThat(Parameters.parse(";a=\"open;b").broken()).isTrue();
        assertThat(Parameters.parse(";a=\"open\\\"").broken()).isTrue();
        assertThat(Parameters.parse(";a=\"closed\";b").broken()).isFalse();
    }

    @Test
    void asManyAsAllowedAreReadAndOneMoreBreaksThem() {
        assertThat(Parameters.parse(";a".repeat(Bounds.PARAMETERS)).has("a")).isTrue();
        assertThat(Parameters.parse(";a".repeat(Bounds.PARAMETERS + 1)).broken()).isTrue();
    }
}
