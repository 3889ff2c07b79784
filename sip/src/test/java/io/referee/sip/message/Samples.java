package io.referee.sip.message;

import java.nio.charset.StandardCharsets;

/// Messages for tests. Written with plain line ends; [#octets] makes them CRLF.
public final class Samples {
    public static final String INVITE =
            """
            INVITE sip:bob@biloxi.example SIP/2.0
            Via: SIP/2.0/UDP pc33.atlanta.example:5066;branch=z9hG4bK776asdhds
            Max-Forwards: 69
            To: Bob <sip:bob@biloxi.example>
            From: "Alice A." <sip:alice@atlanta.example>;tag=1928301774
            Call-ID: a84b4c76e66710@pc33.atlanta.example
            CSeq: 314159 INVITE
            Contact: <sip:alice@pc33.atlanta.example>
            Route: <sip:p1.example;lr>, <sip:p2.example;lr>
            Content-Type: application/sdp
            Content-Length: 6

            v=0
            s\
            """;

    public static final String RINGING =
            """
            SIP/2.0 180 Ringing
            Via: SIP/2.0/UDP pc33.atlanta.example:5066;branch=z9hG4bK776asdhds
            To: Bob <sip:bob@biloxi.example>;tag=a6c85cf
            From: "Alice A." <sip:alice@atlanta.example>;tag=1928301774
            Call-ID: a84b4c76e66710@pc33.atlanta.example
            CSeq: 314159 INVITE
            Content-Length: 0

            """;

    private Samples() {}

    /// As UTF-8, each line end a CRLF.
    public static byte[] octets(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    public static Parsed parse(String text) {
        return Parser.datagram(octets(text));
    }

    public static Request request(String text) {
        return (Request) parse(text);
    }

    public static Response response(String text) {
        return (Response) parse(text);
    }

    public static Malformed malformed(String text) {
        return (Malformed) parse(text);
    }

    /// The INVITE as a request of another method.
    public static Request request(Method method) {
        return request(INVITE.replace("INVITE", method.name()));
    }

    /// A response to the INVITE.
    public static Response response(int status) {
        return MessageBuilder.responding(request(INVITE), "b").response(status);
    }

    /// The INVITE without the lines that begin like this.
    public static String without(String lineStart) {
        StringBuilder kept = new StringBuilder();
        for (String line : INVITE.split("\n", -1)) {
            if (!line.startsWith(lineStart)) {
                kept.append(kept.isEmpty() ? "" : "\n").append(line);
            }
        }
        return kept.toString();
    }

    /// The INVITE with a header line more.
    public static String with(String line) {
        return INVITE.replace("Max-Forwards: 69\n", "Max-Forwards: 69\n" + line + "\n");
    }
}
