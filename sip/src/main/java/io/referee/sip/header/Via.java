package io.referee.sip.header;

import io.referee.sip.message.Numbers;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;
import java.util.Optional;

/// One `Via` value (RFC 3261 §20.42). *Immutable.*
///
/// @param transport upper case as a rule: `UDP`, `TCP`
/// @param port -1 when not given
public record Via(String transport, String host, int port, Parameters parameters) {
    /// What branches of RFC 3261 transactions begin with (§8.1.1.7).
    public static final String MAGIC_COOKIE = "z9hG4bK";

    /// Our own Via, asking for `rport` (RFC 3581 §3).
    public static Via own(String transport, String host, int port, String branch) {
        return new Via(transport, host, port, Parameters.NONE.with("rport", "").with("branch", branch));
    }

    /// Reads the first value of a Via field.
    public static Optional<Via> parse(String text) {
        int slash = text.indexOf('/');
        int slash2 = slash < 0 ? -1 : text.indexOf('/', slash + 1);
        if (slash2 < 0
                || !text.substring(0, slash).strip().equalsIgnoreCase("SIP")
                || !text.substring(slash + 1, slash2).strip().equals("2.0")) {
            return Optional.empty();
        }
        int at = slash2 + 1;
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
        int gap = at;
        while (gap < text.length() && text.charAt(gap) > ' ') {
            gap++;
        }
        String transport = text.substring(at, gap);
        int end = endOfValue(text, gap);
        int semicolon = text.indexOf(';', gap);
        int sentByEnd = semicolon >= 0 && semicolon < end ? semicolon : end;
        Parameters parameters = Parameters.parse(text.substring(sentByEnd, end));
        return transport.isEmpty()
                ? Optional.empty()
                : SipUri.hostPort(squeeze(text.substring(gap, sentByEnd)))
                        .map(where -> new Via(transport, where.host(), where.port(), parameters));
    }

    private static int endOfValue(String text, int from) {
        int comma = text.indexOf(',', from);
        if (comma < 0) {
            return text.length();
        }
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    private static String squeeze(String text) {
        String stripped = text.strip();
        return stripped.indexOf(' ') < 0 ? stripped : stripped.replace(" ", "");
    }

    /// The branch, or the empty string.
    public String branch() {
        return parameters.value("branch").orElse("");
    }

    /// Where the response goes: `received`, else the host (RFC 3261 §18.2.2).
    public String responseHost() {
        return parameters.value("received").filter(value -> !value.isEmpty()).orElse(host);
    }

    /// Where the response goes: `rport`, else the port, else 5060 (RFC 3581 §4).
    public int responsePort() {
        long rport = Numbers.parse(parameters.value("rport").orElse(""), -1);
        if (rport > 0 && rport <= 65_535) {
            return (int) rport;
        }
        return port > 0 ? port : 5060;
    }

    /// Host and port as they stand, lower case: part of the key of a server transaction.
    public String sentBy() {
        return port < 0 ? host : host + ':' + port;
    }

    /// With where the request really came from: `received` when the host differs or `rport` was asked for, and
    /// `rport` filled in when asked for (RFC 3261 §18.2.1, RFC 3581 §4).
    public Via receivedFrom(String address, int sourcePort) {
        boolean rport = parameters.has("rport");
        Parameters filled = parameters;
        if (rport) {
            filled = filled.with("rport", Integer.toString(sourcePort));
        }
        if (rport || !host.equals(address)) {
            filled = filled.with("received", address);
        }
        return filled == parameters ? this : new Via(transport, host, port, filled);
    }

    public String text() {
        return "SIP/2.0/" + transport + ' ' + sentBy() + parameters.text();
    }
}
