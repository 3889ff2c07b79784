package io.referee.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;

/// Messages to send about.
final class Messages {
    private Messages() {}

    static Request options(String callId) {
        return options(callId, "");
    }

    static Request options(String callId, String body) {
        return (Request) Parser.datagram(octets(callId, body));
    }

    /// The same with another Request-URI.
    static Request options(String callId, String body, String uri) {
        String text = new String(octets(callId, body), UTF_8);
        return (Request)
                Parser.datagram(text.replace("sip:b@127.0.0.1 SIP", uri + " SIP").getBytes(UTF_8));
    }

    static byte[] octets(String callId, String body) {
        return ("OPTIONS sip:b@127.0.0.1 SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK"
                        + callId
                        + "\r\nFrom: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:b@127.0.0.1>\r\nCall-ID: "
                        + callId
                        + "\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: "
                        + body.getBytes(UTF_8).length
                        + "\r\n\r\n"
                        + body)
                .getBytes(UTF_8);
    }
}
