package io.referee.sip.fuzz;

import io.referee.sip.message.Header;
import io.referee.sip.message.Malformed;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.message.StreamFramer;

/// One datagram (RFC 3261 §18.3). Nothing throws; what is accepted prints the same when it is read
/// again, also with another Via and in a response; what answers a bad request is one message.
public final class MessageFuzz {
    private MessageFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        switch (Parser.datagram(input.clone())) {
            case Malformed bad -> bad.answer().ifPresent(MessageFuzz::answer);
            case Request request -> request(request);
            case Response response -> response(response);
        }
    }

    private static void request(Request request) {
        touch(request);
        readBack(request);
        readBack(MessageBuilder.from(request).request(request.method(), request.uri()));
        Request seen =
                MessageBuilder.from(request)
                        .replaceTopVia(request.via().receivedFrom("192.0.2.1", 5060))
                        .request(request.method(), request.uri());
        readBack(seen);
        Invariant.same(request.body(), seen.body(), "another body");
        readBack(MessageBuilder.responding(request, "t").response(486));
    }

    private static void response(Response response) {
        touch(response);
        readBack(response);
        readBack(MessageBuilder.from(response).response(response.status(), response.reason()));
    }

    /// It may lack what the request lacked, so it is not read back.
    private static void answer(Response answer) {
        StreamFramer framer = new StreamFramer();
        framer.push(answer.encoded(), 0, answer.encoded().length);
        Invariant.same(answer.encoded(), framer.next().orElse(new byte[0]), "is not one answer");
    }

    private static void readBack(SipMessage message) {
        Parsed again = Parser.datagram(message.encoded());
        Invariant.same(message, again, "is read back as another");
        oneMessage(message);
    }

    /// Printed by us it has a Content-Length, which a received datagram may lack.
    private static void oneMessage(SipMessage message) {
        byte[] octets =
                switch (message) {
                    case Request request ->
                            MessageBuilder.from(request)
                                    .request(request.method(), request.uri())
                                    .encoded();
                    case Response response ->
                            MessageBuilder.from(response)
                                    .response(response.status(), response.reason())
                                    .encoded();
                };
        StreamFramer framer = new StreamFramer();
        framer.push(octets, 0, octets.length);
        Invariant.same(octets, framer.next().orElse(new byte[0]), "is not one message");
        Invariant.holds(framer.next().isEmpty(), "is two messages");
    }

    private static void touch(SipMessage message) {
        for (Header header : message.headers()) {
            message.values(header.name());
            message.count(header.name());
        }
        message.contact().ifPresent(contact -> contact.text());
        message.contentType();
        message.hasSdp();
        MessageBuilder.from(message).from(message.from()).to(message.to()).callId(message.callId());
    }
}
