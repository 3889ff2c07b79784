package io.referee.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.sdp.SdpReading.Malformed;
import io.referee.sip.sdp.SdpReading.Parsed;

/// Bodies that the tests of this package share.
final class Bodies {
    static final String DESK_PHONE =
            """
            v=0
            o=alice 2890844526 18446744073709551615 IN IP4 192.0.2.1
            s=Alice's call
            c=IN IP4 192.0.2.1
            t=0 0
            a=x-session:kept
            m=audio 49170 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            y=unknown line
            a=x-media:kept too
            a=sendrecv
            """;

    static final String AUDIO_VIDEO =
            """
            v=0
            o=bob 1 1 IN IP4 192.0.2.2
            s=-
            c=IN IP4 192.0.2.2
            t=0 0
            m=audio 5004 RTP/AVP 0
            a=sendrecv
            m=video 5006/2 RTP/AVP 96
            c=IN IP4 192.0.2.22
            a=rtpmap:96 H264/90000
            a=sendonly
            """;

    static final String WEBRTC =
            """
            v=0
            o=- 7 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=audio 9 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 0.0.0.0
            a=mid:0
            a=setup:active
            a=fingerprint:sha-256 AA:BB
            a=rtpmap:111 opus/48000/2
            a=sendrecv
            """;

    private Bodies() {}

    static SessionDescription read(String body) {
        SdpReading reading = SessionDescription.parse(body);
        assertThat(reading).isInstanceOf(Parsed.class);
        return ((Parsed) reading).description();
    }

    static String refusalOf(String body) {
        SdpReading reading = SessionDescription.parse(body);
        assertThat(reading).isInstanceOf(Malformed.class);
        return ((Malformed) reading).reason();
    }

    static String crlf(String body) {
        return body.replace("\n", "\r\n");
    }

    /// One audio section with these lines below its `m=` line.
    static SessionDescription audio(String lines) {
        return read(
                "v=0\no=- 1 1 IN IP4 192.0.2.9\ns=-\nc=IN IP4 192.0.2.9\nt=0 0\n"
                        + "m=audio 4000 RTP/AVP 0\n"
                        + lines);
    }
}
