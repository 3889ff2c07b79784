package io.referee.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

/// Reason (RFC 3326 §2), Retry-After (RFC 3261 §20.33) and Date (RFC 3261 §20.17).
class ReasonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SIP;cause=200;text=\"Call \\\"completed\\\"\" | SIP   | 200 | Call \"completed\"",
                "Q.850 ; Cause = 16                            | Q.850 | 16  | ``",
                "SIP                                           | SIP   | -1  | ``",
                "SIP;cause=x;text=word                         | SIP   | -1  | word",
                "SIP;cause=99999                               | SIP   | -1  | ``",
            })
    void isRead(String value, String protocol, int cause, String text) {
        assertThat(Reason.parse(value)).hasValue(new Reason(protocol, cause, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";cause=1", "a b;cause=1", "SIP;text=\"open"})
    void isNone(String value) {
        assertThat(Reason.parse(value)).isEmpty();
    }

    @Test
    void isWrittenSoThatNothingBreaksOut() {
        Reason reason = Reason.sip(480, "a\"b\\c\r\nd");

        assertThat(reason.value()).isEqualTo("SIP;cause=480;text=\"a\\\"b\\\\c  d\"");
        assertThat(Reason.parse(reason.value()).orElseThrow().text()).isEqualTo("a\"b\\c  d");
    }

    @Test
    void retryAfterIsCutAtADay() {
        assertThat(RetryAfter.parse("120 (I'm in a meeting);duration=3600"))
                .hasValue(new RetryAfter(Duration.ofSeconds(120)));
        assertThat(RetryAfter.parse("949302838503028349304023988").orElseThrow().after())
                .isEqualTo(RetryAfter.LONGEST);
        assertThat(RetryAfter.parse("soon")).isEmpty();
        assertThat(new RetryAfter(Duration.ofMillis(1500)).text()).isEqualTo("1");
    }

    @Test
    void datesAreGmt() {
        Instant time = Instant.parse("2010-11-13T23:29:00Z");

        assertThat(SipDate.text(time)).isEqualTo("Sat, 13 Nov 2010 23:29:00 GMT");
        assertThat(SipDate.parse("Sat, 13 Nov 2010 23:29:00 GMT")).hasValue(time);
        assertThat(SipDate.parse("Fri, 01 Jan 2010 16:00:00 EST")).isEmpty();
        assertThat(SipDate.parse("")).isEmpty();
    }
}
