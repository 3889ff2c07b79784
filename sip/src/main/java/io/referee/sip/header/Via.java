package io.referee.sip.header;

import io.referee.sip.message.Numbers;
import io.referee.sip.message.SharedText;
import io.referee.sip.message.Tokens;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;

import java.util.Locale;
import java.util.Optional;

/// One `Via` value (RFC 3261 §20.42). *Immutable.*
///
/// @param transport upper case as a rule: `UDP`, `TCP`
/// @param port -1 when not given
public record Via(String transport, String host, int port, Parameters parameters) {
    /// What branches of RFC 3261 transactions begin with (§8.1.1.7).
    public static final String MAGIC_COOKIE = "z9hG4bK";

    private static final String USUAL_START = "SIP/2.0/";

    /// Our own Via, asking for `rport` (RFC 3581 §3).
    public static Via own(String transport, String host, int port, String branch) {
        return new Via(
                transport, host, port, Parameters.NONE.with("rport", "").with("branch", branch));
    }

    /// Reads the first value of a Via field; empty when it is no `SIP/2.0` Via.
    public static Optional<Via> parse(String text) {
        int from = text.startsWith(USUAL_START) ? USUAL_START.length() : behindVersion(text);
        if (from < 0) {
            return Optional.empty();
        }
        while (from < text.length() && text.charAt(from) <= ' ') {
            from++;
        }
        int gap = from;
        while (gap < text.length() && text.charAt(gap) > ' ') {
            gap++;
        }
        String transport = SharedText.of(text.substring(from, gap));
        return Tokens.token(transport)
                ? located(transport, text.substring(gap, endOfValue(text, gap)))
                : Optional.empty();
    }

    /// The same for a Via of any SIP version, read as if it were one of `SIP/2.0`.
    public static Optional<Via> parseAnyVersion(String text) {
        int slash = text.indexOf('/', text.indexOf('/') + 1);
        boolean sip = slash > 0 && text.regionMatches(true, 0, "SIP", 0, 3);
        return sip ? parse(USUAL_START + text.substring(slash + 1)) : Optional.empty();
    }

    /// Blanks may surround the slashes. -1 when it is another protocol or version.
    private static int behindVersion(String text) {
        int slash = text.indexOf('/');
        int slash2 = text.indexOf('/', slash + 1);
        boolean ours =
                slash >= 0
                        && slash2 >= 0
                        && text.substring(0, slash).strip().equalsIgnoreCase("SIP")
                        && text.substring(slash + 1, slash2).strip().equals("2.0");
        return ours ? slash2 + 1 : -1;
    }

    private static Optional<Via> located(String transport, String rest) {
        int semicolon = rest.indexOf(';');
        int sentByTo = semicolon < 0 ? rest.length() : semicolon;
        Parameters parameters = Parameters.parse(rest.substring(sentByTo));
        return parameters.broken()
                ? Optional.empty()
                : SipUri.hostPort(withoutBlanks(rest.substring(0, sentByTo)))
                        .map(where -> new Via(transport, where.host(), where.port(), parameters));
    }

    /// Whether a Via field has a separator with nothing behind it: `;;`, `,,` or one at the end. It
    /// can be read all the same, so that its sender can be told (RFC 4475 §3.1.2.1).
    public static boolean straySeparators(String text) {
        boolean quoted = false;
        boolean separated = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == ';' || c == ',') {
                if (separated) {
                    return true;
                }
                separated = true;
            } else if (c > ' ') {
                separated = false;
                quoted = c == '"';
            }
        }
        return separated;
    }

    /// Whether the branch promises to name a transaction, by the cookie, and then names none (RFC
    /// 4475 §3.2.1). Two requests with such a branch would be taken for one.
    public boolean unnamed() {
        return branch().equals(MAGIC_COOKIE);
    }

    private static int endOfValue(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                return i;
            }
        }
        return text.length();
    }

    /// Blanks may surround the colon in front of the port.
    private static String withoutBlanks(String text) {
        String stripped = text.strip();
        return stripped.replace(" ", "").replace("\t", "");
    }

    /// The branch, or the empty string.
    public String branch() {
        return parameters.value("branch").orElse("");
    }

    /// Where the response goes: `received`, else the host (RFC 3261 §18.2.2). An IPv6 address may
    /// come with or without brackets. `maddr` is not followed: it would send responses to third
    /// parties.
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

    /// Host and port as they stand but in lower case: part of the key of a server transaction.
    public String sentBy() {
        return hostAndPort().toLowerCase(Locale.ROOT);
    }

    private String hostAndPort() {
        return port < 0 ? host : host + ':' + port;
    }

    /// With where the request really came from (RFC 3261 §18.2.1, RFC 3581 §4): `rport` is filled
    /// in when asked for; `received` is set when the host differs, when `rport` was asked for, and
    /// when the sender wrote one himself: he must not choose who gets the response.
    ///
    /// @param address an IP address; an IPv6 one may stand in brackets, and is written without (RFC
    ///   5118 §4.5), and without the zone, which is ours alone
    public Via receivedFrom(String address, int sourcePort) {
        boolean rport = parameters.has("rport");
        if (!rport && !parameters.has("received") && host.equals(address)) {
            return this;
        }
        Parameters filled =
                rport ? parameters.with("rport", Integer.toString(sourcePort)) : parameters;
        boolean bracketed = address.startsWith("[") && address.endsWith("]");
        int zone = address.indexOf('%');
        int end = bracketed ? address.length() - 1 : address.length();
        String bare = address.substring(bracketed ? 1 : 0, zone < 0 ? end : zone);
        return new Via(transport, host, port, filled.with("received", bare));
    }

    /// As in a message.
    public String text() {
        return "SIP/2.0/" + transport + ' ' + hostAndPort() + parameters.text();
    }
}
