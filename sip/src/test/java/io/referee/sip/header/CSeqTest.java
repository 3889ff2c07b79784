package io.referee.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Method;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// CSeq: RFC 3261 §20.16.
class CSeqTest {
    @ParameterizedTest
    @CsvSource({
        "1 INVITE, 1, INVITE",
        "0 BYE, 0, BYE",
        "0009  INVITE, 9, INVITE",
        "7\tACK, 7, ACK",
        "4294967295 X-y, 4294967295, X-y",
        "1 invite, 1, invite"
    })
    void aNumberAndAMethodAreRead(String text, long number, String method) {
        CSeq cseq = CSeq.parse(text).orElseThrow();

        assertThat(cseq).isEqualTo(new CSeq(number, new Method(method)));
        assertThat(cseq.text()).isEqualTo(number + " " + method);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "INVITE",
                "INVITE 1",
                "-1 INVITE",
                "1 IN VITE",
                "4294967296 INVITE",
                "1 ",
                "36893488147419103232 REGISTER",
                "1, INVITE",
                "1 INVITE\r\nX: y",
                "0x1 INVITE",
                "1 INV\u0001ITE"
            })
    void whatIsNoCseqIsRefused(String text) {
        assertThat(CSeq.parse(text)).isEmpty();
    }

    @Test
    void methodsCompareWithCase() {
        assertThat(CSeq.parse("1 invite").orElseThrow().method()).isNotEqualTo(Method.INVITE);
        assertThat(CSeq.parse("1 INVITE").orElseThrow().method()).isSameAs(Method.INVITE);
    }
}
