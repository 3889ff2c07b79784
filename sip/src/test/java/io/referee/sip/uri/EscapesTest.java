package io.referee.sip.uri;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    plain    | plain
                    a%40b    | a@b
                    %3b%3B   | ;;
                    %2540    | %40
                    a+b      | a+b
                    %        | %
                    %4       | %4
                    %4g      | %4g
                    %g4      | %g4
                    %%41     | %A
                    100%25   | 100%
                    %C3%BC   | ü
                    ü%20     | `ü `
                    """)
    void escapesAreResolvedOnce(String text, String plain) {
        assertThat(Escapes.unescape(text)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # plain  | anywhere in a URI    | as a user
                    aZ09-_.~ | aZ09-_.~             | aZ09-_.~
                    +*       | %2B%2A               | +*
                    a@b:c    | a%40b%3Ac            | a%40b%3Ac
                    a;b=c    | a%3Bb%3Dc            | a;b=c
                    #%       | %23%25               | %23%25
                    ` "<>`   | %20%22%3C%3E         | %20%22%3C%3E
                    ü        | %C3%BC               | %C3%BC
                    """)
    void whatMayNotStandInAUriIsEscaped(String plain, String anywhere, String user) {
        assertThat(Escapes.escape(plain)).isEqualTo(anywhere);
        assertThat(Escapes.escapeUser(plain)).isEqualTo(user);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a@b;c=d", "100%", "\r\n\0", "鈴 😀", "%41"})
    void escapingThenUnescapingChangesNothing(String text) {
        assertThat(Escapes.unescape(Escapes.escape(text))).isEqualTo(text);
        assertThat(Escapes.unescape(Escapes.escapeUser(text))).isEqualTo(text);
    }
}
