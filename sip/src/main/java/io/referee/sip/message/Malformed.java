package io.referee.sip.message;

import java.util.Optional;

/// Octets that are not an acceptable message.
///
/// @param status what a request like this is answered with (400, 414, 501, 505, 513)
/// @param reason words for the reason phrase and the log
/// @param answer the response to send, when the octets were a request whose Via could be read;
///   empty means that it can only be dropped. It echoes From, To, Call-ID and CSeq as far as they
///   were there, so it may be a response that nobody would parse
public record Malformed(int status, String reason, Optional<Response> answer) implements Parsed {

    /// The answer as it goes to whom the octets came from: its Via says from where that was (RFC
    /// 3261 §18.2.1, RFC 3581 §4).
    ///
    /// @param host the IP address that they came from
    public Optional<Response> answerTo(String host, int port) {
        return answer.map(
                response ->
                        MessageBuilder.from(response)
                                .replaceTopVia(response.via().receivedFrom(host, port))
                                .response(response.status(), response.reason()));
    }
}
