package io.referee.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.SessionExpires.Refresher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 4028 §4 and §5; RFC 3262 §7.1 and §7.2.
class SessionExpiresTest {
    @Test
    void itIsReadWithAndWithoutARefresher() {
        assertThat(SessionExpires.parse("1800")).contains(new SessionExpires(1800, Refresher.OPEN));
        assertThat(SessionExpires.parse(" 90 ; refresher = UAC"))
                .contains(new SessionExpires(90, Refresher.UAC));
        assertThat(SessionExpires.parse("4000;x=y;refresher=uas"))
                .contains(new SessionExpires(4000, Refresher.UAS));
        assertThat(SessionExpires.parse("4000;refresher=nobody"))
                .contains(new SessionExpires(4000, Refresher.OPEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "soon", ";refresher=uac", "4294967296", "1.5"})
    void whatIsNoTimeIsNotRead(String text) {
        assertThat(SessionExpires.parse(text)).isEmpty();
    }

    @Test
    void itIsWrittenAsItWasRead() {
        assertThat(new SessionExpires(1800, Refresher.OPEN).text()).isEqualTo("1800");
        assertThat(new SessionExpires(90, Refresher.UAC).text()).isEqualTo("90;refresher=uac");
        assertThat(new SessionExpires(90, Refresher.UAS).text()).isEqualTo("90;refresher=uas");
    }

    @Test
    void aMinimumMayHaveParameters() {
        assertThat(SessionExpires.minimum("120;x=y", 90)).isEqualTo(120);
        assertThat(SessionExpires.minimum("soon", 90)).isEqualTo(90);
    }

    @Test
    void aRAckNamesAResponse() {
        RAck rack = RAck.parse(" 776656 1 INVITE ").get();

        assertThat(rack.rseq()).isEqualTo(776_656);
        assertThat(rack.cseq()).isEqualTo(CSeq.parse("1 INVITE").get());
        assertThat(rack.text()).isEqualTo("776656 1 INVITE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 INVITE", "0 1 INVITE", "x 1 INVITE", "1 x INVITE"})
    void whatNamesNoResponseIsNotRead(String text) {
        assertThat(RAck.parse(text)).isEmpty();
    }
}
