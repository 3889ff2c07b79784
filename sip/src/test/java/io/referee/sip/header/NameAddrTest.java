package io.referee.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Addresses with a name and parameters: RFC 3261 §20.10.
class NameAddrTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # value                           | name      | URI                   | parameters | printed
                    <sip:a@h>                         | ``        | sip:a@h               | ``         | <sip:a@h>
                    <sip:a@h>;tag=1                   | ``        | sip:a@h               | ;tag=1     | <sip:a@h>;tag=1
                    <sip:a@h;x>;y                     | ``        | sip:a@h;x             | ;y         | <sip:a@h;x>;y
                    Bob <sip:a@h>                     | Bob       | sip:a@h               | ``         | "Bob" <sip:a@h>
                    Bob B.<sip:a@h>                   | Bob B.    | sip:a@h               | ``         | "Bob B." <sip:a@h>
                    "Bob"<sip:a@h>                    | Bob       | sip:a@h               | ``         | "Bob" <sip:a@h>
                    "" <sip:a@h>                      | ``        | sip:a@h               | ``         | <sip:a@h>
                    "B, \\"o\\"; <b\\\\>" <sip:a@h>;q | B, "o"; <b\\> | sip:a@h           | ;q         | "B, \\"o\\"; <b\\\\>" <sip:a@h>;q
                    < sip:a@h > ; tag = 1             | ``        | sip:a@h               | ;tag=1     | <sip:a@h>;tag=1
                    sip:a@h                           | ``        | sip:a@h               | ``         | <sip:a@h>
                    sip:a@h;tag=1;x=y                 | ``        | sip:a@h               | ;tag=1;x=y | <sip:a@h>;tag=1;x=y
                    sip:a@h?Replaces=b%3Bto-tag%3D1   | ``        | sip:a@h?Replaces=b%3Bto-tag%3D1 | `` | <sip:a@h?Replaces=b%3Bto-tag%3D1>
                    sip:a@h?Replaces=b;to-tag=1       | ``        | sip:a@h?Replaces=b;to-tag=1 | ``   | <sip:a@h?Replaces=b;to-tag=1>
                    sip:a@h;x?y                       | ``        | sip:a@h               | ;x?y       | <sip:a@h>;x?y
                    tel:+1;tag=1                      | ``        | tel:+1                | ;tag=1     | <tel:+1>;tag=1
                    <tel:+1;ext=2>;tag=1              | ``        | tel:+1;ext=2          | ;tag=1     | <tel:+1;ext=2>;tag=1
                    Ünï <sip:a@h>                     | Ünï       | sip:a@h               | ``         | "Ünï" <sip:a@h>
                    """)
    void aValueIsTakenApart(
            String value, String name, String uri, String parameters, String printed) {
        NameAddr address = NameAddr.parse(value).orElseThrow();

        assertThat(address.displayName()).isEqualTo(name);
        assertThat(address.uri().text()).isEqualTo(uri);
        assertThat(address.parameters().text()).isEqualTo(parameters);
        assertThat(address.text()).isEqualTo(printed);
        assertThat(NameAddr.parse(printed)).hasValue(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "Bob",
                "<>",
                "<sip:a@h",
                "sip:a@h>",
                "\"Bob <sip:a@h>",
                "\"Bob\"",
                "\"Bob\" sip:a@h",
                "\"Bob\" x <sip:a@h>",
                "<sip:a@h> x",
                "<sip:a@h>, <sip:b@h>",
                "Bob sip:a@h",
                "<sip:a@>",
                "\"a\\\" <sip:a@h>"
            })
    void whatIsNoAddressIsRefused(String value) {
        assertThat(NameAddr.parse(value)).isEmpty();
    }

    @Test
    void aTagIsReadSetAndRemoved() {
        NameAddr address = NameAddr.of(SipUri.of("a", "h", -1));

        assertThat(address.tag()).isEmpty();
        assertThat(address.withTag("x").tag()).isEqualTo("x");
        assertThat(address.withTag("x").withTag("y").text()).isEqualTo("<sip:a@h>;tag=y");
        assertThat(address.withTag("x").withoutTag()).isEqualTo(address);
        assertThat(address.withParameter("lr", "").text()).isEqualTo("<sip:a@h>;lr");
    }

    @Test
    void theUserIsUnescapedAndForOtherUrisWhatFollowsTheScheme() {
        assertThat(NameAddr.parse("<sip:a%20b@h>").orElseThrow().user()).isEqualTo("a b");
        assertThat(NameAddr.parse("<tel:+1>").orElseThrow().user()).isEqualTo("+1");
        assertThat(NameAddr.parse("<tel:+1>").orElseThrow().sipUri()).isEmpty();
    }
}
