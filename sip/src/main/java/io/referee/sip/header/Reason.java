package io.referee.sip.header;

import io.referee.sip.message.Numbers;
import io.referee.sip.message.Tokens;
import io.referee.sip.uri.Parameters;

import java.util.Optional;

/// Why a request is sent or an answer given (RFC 3326): `SIP;cause=200;text="Call completed
/// elsewhere"`. *Immutable.*
///
/// @param protocol that the cause is of: `SIP`, `Q.850`
/// @param cause -1 when not said
/// @param text without quotes, empty when not said
public record Reason(String protocol, int cause, String text) {
    private static final int LARGEST = 999;

    /// A SIP status as a reason.
    public static Reason sip(int status, String text) {
        return new Reason("SIP", status, text);
    }

    /// Reads one value of a Reason field; empty when it is none.
    public static Optional<Reason> parse(String value) {
        int semicolon = value.indexOf(';');
        int to = semicolon < 0 ? value.length() : semicolon;
        String protocol = value.substring(0, to).strip();
        Parameters parameters = Parameters.parse(value.substring(to));
        if (!Tokens.token(protocol) || parameters.broken()) {
            return Optional.empty();
        }
        long cause = Numbers.parse(parameters.value("cause").orElse(""), -1);
        String text = Quoted.plain(parameters.value("text").orElse(""));
        return Optional.of(new Reason(protocol, cause > LARGEST ? -1 : (int) cause, text));
    }

    /// As in a message. Characters that cannot stand in a field become blanks.
    public String value() {
        return protocol
                + (cause < 0 ? "" : ";cause=" + cause)
                + (text.isEmpty() ? "" : ";text=" + Quoted.quoted(text));
    }
}
