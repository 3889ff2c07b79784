package io.referee.sip.sdp;

import static io.referee.sip.sdp.AudioFormat.PCMA;
import static io.referee.sip.sdp.AudioFormat.PCMU;
import static io.referee.sip.sdp.AudioFormat.TELEPHONE_EVENT;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class AudioDescriptionTest {

    @Test
    void aPhoneSaysWhereAndHowItListens() {
        AudioDescription phone =
                new AudioDescription(
                        "127.0.0.1",
                        4000,
                        List.of(PCMU, PCMA, TELEPHONE_EVENT),
                        Direction.SENDRECV);
        assertThat(phone.description())
                .isEqualTo(
                        Bodies.read(
                                """
                                v=0
                                o=- 0 0 IN IP4 127.0.0.1
                                s=-
                                c=IN IP4 127.0.0.1
                                t=0 0
                                m=audio 4000 RTP/AVP 0 8 101
                                a=rtpmap:0 PCMU/8000
                                a=rtpmap:8 PCMA/8000
                                a=rtpmap:101 telephone-event/8000
                                a=fmtp:101 0-16
                                a=ptime:20
                                a=sendrecv
                                """));
    }
}
