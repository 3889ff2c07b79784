package io.referee.bench.micro;

import java.nio.charset.StandardCharsets;

/// The message that is measured: an INVITE of 900 octets as a desk phone sends it.
final class Octets {
    static final int LENGTH = 900;

    private static final String HEAD =
            """
            INVITE sip:bob@biloxi.example SIP/2.0
            Via: SIP/2.0/UDP pc33.atlanta.example:5066;branch=z9hG4bK776asdhds;rport
            Max-Forwards: 70
            From: "Alice A." <sip:alice@atlanta.example>;tag=1928301774
            To: <sip:bob@biloxi.example>
            Call-ID: a84b4c76e66710@pc33.atlanta.example
            CSeq: 314159 INVITE
            Contact: <sip:alice@192.0.2.33:5066>;+sip.ice
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, REFER, NOTIFY
            Supported: replaces, timer, norefersub
            User-Agent: Desk Phone 500/1.2.3
            Content-Type: application/sdp
            Content-Length: %d

            """;

    private static final String BODY =
            """
            v=0
            o=alice 2890844526 2890844526 IN IP4 192.0.2.33
            s=-
            c=IN IP4 192.0.2.33
            t=0 0
            m=audio 49170 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=sendrecv
            """;

    private Octets() {}

    static byte[] invite() {
        String body = BODY.replace("\n", "\r\n");
        String head = HEAD.replace("\n", "\r\n");
        int missing = LENGTH - head.formatted(100).length() - body.length() - "a=x:\r\n".length();
        String full = body + "a=x:" + "x".repeat(missing) + "\r\n";
        return (head.formatted(full.length()) + full).getBytes(StandardCharsets.US_ASCII);
    }
}
