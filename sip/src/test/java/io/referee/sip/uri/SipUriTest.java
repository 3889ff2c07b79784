package io.referee.sip.uri;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Bounds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SIP URIs: RFC 3261 §19.1.1, §19.1.2.
class SipUriTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            emptyValue = "",
            textBlock =
                    """
                    # text                         | user         | password | host          | port | parameters        | headers
                    sip:h                          | ``           | ``       | h             | -1   | ``                | ``
                    sip:bob@biloxi.example         | bob          | ``       | biloxi.example| -1   | ``                | ``
                    sip:bob:pw@h:5070              | bob          | pw       | h             | 5070 | ``                | ``
                    sip:h:1                        | ``           | ``       | h             | 1    | ``                | ``
                    sip:a@h;lr;transport=tcp       | a            | ``       | h             | -1   | ;lr;transport=tcp | ``
                    sip:a@h:9;lr?x=y&z=w           | a            | ``       | h             | 9    | ;lr               | x=y&z=w
                    sip:a@h?x=y;z                  | a            | ``       | h             | -1   | ``                | x=y;z
                    sip:h;maddr=1.2.3.4?x          | ``           | ``       | h             | -1   | ;maddr=1.2.3.4    | x
                    sip:a;par=u%40b@h              | a;par=u%40b  | ``       | h             | -1   | ``                | ``
                    sip:+1;ext=2?x/y&a=b$,c@h;d    | +1;ext=2?x/y&a=b$,c | `` | h            | -1   | ;d                | ``
                    sip:a@h?Replaces=b@c           | a            | ``       | h             | -1   | ``                | Replaces=b@c
                    sip:h?header=a@b               | h?header=a   | ``       | b             | -1   | ``                | ``
                    sip:a@[2001:db8::1]            | a            | ``       | [2001:db8::1] | -1   | ``                | ``
                    sip:a@[2001:db8::1]:5061;x     | a            | ``       | [2001:db8::1] | 5061 | ;x                | ``
                    sip:a:b:c@h                    | a            | b:c      | h             | -1   | ``                | ``
                    sip:a%20b@h                    | a%20b        | ``       | h             | -1   | ``                | ``
                    sip:a_b-c@x_y-z.example.       | a_b-c        | ``       | x_y-z.example.| -1   | ``                | ``
                    """)
    void aUriIsTakenApartAndPrintsAsBefore(
            String text,
            String user,
            String password,
            String host,
            int port,
            String parameters,
            String headers) {
        SipUri uri = SipUri.parse(text).orElseThrow();

        assertThat(uri)
                .isEqualTo(
                        new SipUri(
                                false,
                                user,
                                password,
                                host,
                                port,
                                Parameters.parse(parameters),
                                headers));
        assertThat(uri.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@h.example@h.example, sip:bob@h.example",
        "sip:bob@h.example@H.example:5070;lr, sip:bob@H.example:5070;lr",
        "sip:bob@h:5070@h:5070, sip:bob@h:5070",
        "sip:bob@h@h@h?x=y, sip:bob@h?x=y"
    })
    void aHostThatIsSaidTwiceIsMeantOnce(String text, String meant) {
        assertThat(SipUri.parse(text).orElseThrow().text()).isEqualTo(meant);
    }

    @Test
    void aHostMayBeSaidAsOftenAsTheLengthAllows() {
        String text = "sip:a@" + "b@".repeat(4_090) + "b";
        assertThat(SipUri.parse(text).orElseThrow().text()).isEqualTo("sip:a@b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip",
                "sip:",
                ":",
                "tel:1",
                "sipx:a@h",
                "sip:a@",
                "sip:a@b@c",
                "sip:a@b@bc",
                "sip:a@bc@b",
                "sip:a@@",
                "sip:a@@h",
                "sip:@h@h@i",
                "sip:a@h:",
                "sip:a@h:0",
                "sip:a@h:65536",
                "sip:a@h:x",
                "sip:a@h:-1",
                "sip:a@[",
                "sip:a@[]",
                "sip:a@[::1",
                "sip:a@[::1]x",
                "sip:a@[::1]5",
                "sip:a@::1",
                "sip:a b@h",
                "sip:a@h ",
                "sip:<a@h>",
                "sip:\"a\"@h",
                "sip:a@h\r\nX: y",
                "sip:a@h;x\n",
                "sip:a@h/x",
                "sip:a@%68",
                "sip:a@[fe;80::1]",
                "sip:a@h,b",
                "sips",
                "sip:a\177@h"
            })
    void whatIsNoSipUriIsRefused(String text) {
        assertThat(SipUri.parse(text)).isEmpty();
    }

    @Test
    void theLongestUriIsReadAndOneCharacterMoreIsNot() {
        String longest = "sip:" + "a".repeat(Bounds.URI_CHARS - 6) + "@h";

        assertThat(SipUri.parse(longest)).isPresent();
        assertThat(SipUri.parse(longest + "h")).isEmpty();
        assertThat(SipUri.parse("sip:" + "h".repeat(255))).isPresent();
        assertThat(SipUri.parse("sip:" + "h".repeat(256))).isEmpty();
    }

    @Test
    void schemesCompareWithoutCase() {
        assertThat(SipUri.parse("SIPS:a@h").orElseThrow().text()).isEqualTo("sips:a@h");
        assertThat(SipUri.parse("Sip:a@h").orElseThrow().secure()).isFalse();
        assertThat(Uri.parse("SiPs:a@h").orElseThrow().scheme()).isEqualTo("sips");
    }

    @Test
    void aUserIsUnescapedOnce() {
        SipUri uri = SipUri.parse("sip:a%2540b%20%C3%BC@EXAMPLE.Org").orElseThrow();

        assertThat(uri.plainUser()).isEqualTo("a%40b ü");
        assertThat(uri.domain()).isEqualTo("example.org");
        assertThat(uri.withUser(Escapes.escapeUser("x y")).text())
                .isEqualTo("sip:x%20y@EXAMPLE.Org");
    }

    @Test
    void whatMustNotStandInARequestUriIsTakenOff() {
        SipUri target = SipUri.parse("sip:a:pw@h:5;method=INVITE;lr?Replaces=x").orElseThrow();

        assertThat(target.asRequestUri().text()).isEqualTo("sip:a:pw@h:5;lr");
        assertThat(target.bare().text()).isEqualTo("sip:a@h:5");
        assertThat(target.hostAndPort()).isEqualTo("h:5");
        SipUri plain = SipUri.of("a", "h", -1);
        assertThat(plain.asRequestUri()).isSameAs(plain);
    }

    @Test
    void parametersAreSetAndRemoved() {
        SipUri uri = SipUri.of("", "h", 5060).withParameter("lr", "");

        assertThat(uri.text()).isEqualTo("sip:h:5060;lr");
        assertThat(uri.withParameter("Transport", "TCP").transport()).isEqualTo("tcp");
        assertThat(uri.withoutParameter("LR").text()).isEqualTo("sip:h:5060");
        assertThat(uri.transport()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"fax:+1-555;x=y, fax", "URN:service:sos, urn", "mailto:a@b?c, mailto"})
    void anotherUriKeepsItsText(String text, String scheme) {
        Uri uri = Uri.parse(text).orElseThrow();

        assertThat(uri).isInstanceOf(OtherUri.class);
        assertThat(uri.scheme()).isEqualTo(scheme);
        assertThat(uri.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ":", "x", ":x", "1x:y", "a_b:c", "tel:1 2", "tel:<1>", "tel:\"", "*"})
    void whatHasNoSchemeOrHoldsBlanksIsNoUri(String text) {
        assertThat(Uri.parse(text)).isEmpty();
    }
}
