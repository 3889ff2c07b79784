package io.referee.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Via as it is read, marked and answered to: RFC 3261 §8.1.1.7, §18.2.1, §18.2.2, §20.42, RFC 3581
/// §3, §4, RFC 5118 §4.5.
class ViaTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # value                                   | printed
                    SIP/2.0/UDP h                             | SIP/2.0/UDP h
                    SIP/2.0/TCP h:5061;branch=z9hG4bKx        | SIP/2.0/TCP h:5061;branch=z9hG4bKx
                    sip / 2.0 / UDP  h : 5061 ; branch = x    | SIP/2.0/UDP h:5061;branch=x
                    SIP/2.0/UDP [2001:db8::1]:5060;x          | SIP/2.0/UDP [2001:db8::1]:5060;x
                    SIP/2.0/UDP a;b=1, SIP/2.0/UDP c;d=2      | SIP/2.0/UDP a;b=1
                    SIP/2.0/UDP a;b="1,\\",2";c, SIP/2.0/UDP d| SIP/2.0/UDP a;b="1,\\",2";c
                    SIP/2.0/UNHEARD_OF h                      | SIP/2.0/UNHEARD_OF h
                    """)
    void theFirstValueIsRead(String value, String printed) {
        assertThat(Via.parse(value).orElseThrow().text()).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SIP/2.0",
                "SIP/2.0/",
                "SIP/2.0/UDP",
                "SIP/2.0/UDP ;branch=x",
                "SIP/1.0/UDP h",
                "HTTP/2.0/UDP h",
                "SIP/2.0/UDP h:0",
                "SIP/2.0/UDP h:x",
                "SIP/2.0/UDP 2001:db8::1",
                "SIP/2.0/U;DP h",
                "SIP/2.0/ü h",
                ", SIP/2.0/UDP h",
                "UDP h",
                "/",
                "//"
            })
    void whatIsNoViaIsRefused(String value) {
        assertThat(Via.parse(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # sent as                      | from        | parameters then
                    10.0.0.1                       | 10.0.0.1    | ``
                    10.0.0.1;branch=x              | 10.0.0.1    | ;branch=x
                    10.0.0.1                       | 10.0.0.2    | ;received=10.0.0.2
                    pc.example                     | 10.0.0.2    | ;received=10.0.0.2
                    10.0.0.1;rport                 | 10.0.0.1    | ;rport=777;received=10.0.0.1
                    10.0.0.1;rport;branch=x        | 10.0.0.2    | ;rport=777;branch=x;received=10.0.0.2
                    10.0.0.1;rport=9               | 10.0.0.1    | ;rport=777;received=10.0.0.1
                    10.0.0.1;received=6.6.6.6      | 10.0.0.1    | ;received=10.0.0.1
                    [2001:db8::1]                  | [2001:db8::2] | ;received=2001:db8::2
                    """)
    void theTopViaTellsWhereTheRequestCameFrom(String sent, String from, String parameters) {
        Via via = Via.parse("SIP/2.0/UDP " + sent).orElseThrow();

        assertThat(via.receivedFrom(from, 777).parameters().text()).isEqualTo(parameters);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    # Via                                  | host        | port
                    h                                      | h           | 5060
                    h:5070                                 | h           | 5070
                    h:5070;received=10.0.0.2               | 10.0.0.2    | 5070
                    h:5070;received=10.0.0.2;rport=9       | 10.0.0.2    | 9
                    h;received=                            | h           | 5060
                    h;rport                                | h           | 5060
                    h:5070;rport=0                         | h           | 5070
                    h:5070;rport=70000                     | h           | 5070
                    h:5070;rport=x                         | h           | 5070
                    h;maddr=6.6.6.6                        | h           | 5060
                    """)
    void theResponseGoesBackToWhereTheRequestCameFrom(String text, String host, int port) {
        Via via = Via.parse("SIP/2.0/UDP " + text).orElseThrow();

        assertThat(via.responseHost()).isEqualTo(host);
        assertThat(via.responsePort()).isEqualTo(port);
    }

    @Test
    void ourOwnViaAsksForRport() {
        Via own = Via.own("UDP", "10.0.0.1", 5060, "z9hG4bKq");

        assertThat(own.text()).isEqualTo("SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bKq");
        assertThat(own.branch()).startsWith(Via.MAGIC_COOKIE);
        assertThat(Via.parse(own.text())).hasValue(own);
    }

    @Test
    void sentByIsLowerCaseForKeysButPrintsAsWritten() {
        Via via = Via.parse("SIP/2.0/UDP PC.Example:5060").orElseThrow();

        assertThat(via.sentBy()).isEqualTo("pc.example:5060");
        assertThat(via.text()).isEqualTo("SIP/2.0/UDP PC.Example:5060");
        assertThat(via.branch()).isEmpty();
    }
}
