package io.referee.server.ladders;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.SdpReading;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transaction.ServerTransaction;

import java.util.Optional;

/// What arrives at a leg of a ladder. Immutable.
sealed interface Heard {

    /// A SIP message; a request that wants an answer comes with its transaction.
    record Sip(SipMessage message, Optional<ServerTransaction> transaction) implements Heard {}

    /// What the door `api` answered.
    record Answered(int status, String text) implements Heard {}

    /// In a few words: `re-INVITE`, `200 INVITE`, `NOTIFY SIP/2.0 100 Trying`.
    default String text() {
        return switch (this) {
            case Sip(SipMessage message, _) -> text(message);
            case Answered(int status, String text) -> status + " " + text;
        };
    }

    static String text(SipMessage message) {
        return switch (message) {
            case Response response ->
                    response.status() + " " + response.cseq().method().name() + body(response);
            case Request request -> verb(request) + body(request);
        };
    }

    /// The method, or `re-INVITE` within a dialog.
    static String verb(Request request) {
        String name = request.method().name();
        return name.equals("INVITE") && !request.toTag().isEmpty() ? "re-INVITE" : name;
    }

    private static String body(SipMessage message) {
        if (!message.hasBody()) {
            return "";
        }
        boolean sdp =
                message.hasSdp()
                        && SessionDescription.parse(message.body()) instanceof SdpReading.Parsed;
        return " "
                + (sdp
                        ? Media.of(message)
                        : ToldDialogs.in(message)
                                .map(ToldDialogs::text)
                                .orElseGet(() -> Reading.sipfrag(message)));
    }
}
