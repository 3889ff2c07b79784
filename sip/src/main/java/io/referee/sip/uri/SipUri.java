package io.referee.sip.uri;

import io.referee.sip.message.Bounds;
import io.referee.sip.message.SharedText;

import java.util.Locale;
import java.util.Optional;

/// A `sip:` or `sips:` URI (RFC 3261 §19.1). User and headers stay escaped as written. *Immutable.*
///
/// @param user the escaped user part, empty when there is none
/// @param password empty when there is none
/// @param host as written; an IPv6 address keeps its brackets
/// @param port -1 when not given
/// @param headers what stands behind the question mark, escaped, empty when nothing
public record SipUri(
        boolean secure,
        String user,
        String password,
        String host,
        int port,
        Parameters parameters,
        String headers)
        implements Uri {

    /// `sip:user@host` or, with a port above 0, `sip:user@host:port`. An empty user leaves it out.
    public static SipUri of(String user, String host, int port) {
        return new SipUri(false, user, "", host, port, Parameters.NONE, "");
    }

    /// Reads a SIP URI; empty when it is none.
    ///
    /// The first `@` ends the userinfo, always: by RFC 3261 §25.1 a user may hold `;?/&=+$,`, but
    /// an `@` may stand nowhere else in the URI unless escaped. So `sip:host?header=a@b` has the
    /// user `host?header=a`; its writer meant `a%40b`. Further `@` are accepted in the URI's
    /// headers only, where some phones leave a Call-ID unescaped, and in front of a host that is
    /// said twice: some phones put `@example.org` behind an address that has it already. Nothing in
    /// front of the `@` is no user, as some gateways write anonymous callers.
    public static Optional<SipUri> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.length() > Bounds.URI_CHARS || !printable(text)) {
            return Optional.empty();
        }
        boolean secure = text.regionMatches(true, 0, "sips", 0, 4) && colon == 4;
        if (!secure && !(text.regionMatches(true, 0, "sip", 0, 3) && colon == 3)) {
            return Optional.empty();
        }
        int at = text.indexOf('@', colon);
        String userInfo = at < 0 ? "" : text.substring(colon + 1, at);
        int hostFrom = Math.max(colon, at) + 1;
        int headersFrom = indexOrEnd(text, '?', hostFrom, text.length());
        int stray = at < 0 ? -1 : text.indexOf('@', hostFrom);
        while (stray >= 0 && stray < headersFrom && sameHost(text, hostFrom, stray)) {
            hostFrom = stray + 1; // no recursion: a stranger may say it thousands of times
            stray = text.indexOf('@', hostFrom);
        }
        int hostTo = indexOrEnd(text, ';', hostFrom, headersFrom);
        Parameters parameters = Parameters.parse(text.substring(hostTo, headersFrom));
        boolean ambiguous = stray >= 0 && (stray < headersFrom || userInfo.isEmpty());
        if (parameters.broken() || ambiguous) {
            return Optional.empty();
        }
        String headers = text.substring(Math.min(headersFrom + 1, text.length()));
        return hostPort(text.substring(hostFrom, hostTo))
                .map(where -> build(secure, userInfo, where, parameters, headers));
    }

    /// Whether what stands between two `@` is the host that follows the second one, which may have
    /// a port besides.
    private static boolean sameHost(String text, int from, int at) {
        int length = at - from;
        int end = at + 1 + length;
        boolean ends = end >= text.length() || ":;?@".indexOf(text.charAt(end)) >= 0;
        return length > 0 && ends && text.regionMatches(true, from, text, at + 1, length);
    }

    private static int indexOrEnd(String text, char c, int from, int end) {
        int index = text.indexOf(c, from);
        return index < 0 || index > end ? end : index;
    }

    private static SipUri build(
            boolean secure,
            String userInfo,
            HostPort where,
            Parameters parameters,
            String headers) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new SipUri(
                secure, SharedText.of(user), password, where.host, where.port, parameters, headers);
    }

    private static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '<' || c == '>' || c == '"' || c == 127) {
                return false;
            }
        }
        return true;
    }

    /// A host with an optional port.
    public record HostPort(String host, int port) {}

    /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`; the port is -1 when not given.
    public static Optional<HostPort> hostPort(String text) {
        boolean v6 = text.startsWith("[");
        int hostTo = v6 ? text.indexOf(']') + 1 : indexOrEnd(text, ':', 0, text.length());
        String host = SharedText.of(text.substring(0, hostTo));
        if (!(v6 ? addressOk(host) : nameOk(host))) {
            return Optional.empty();
        }
        if (hostTo == text.length()) {
            return Optional.of(new HostPort(host, -1));
        }
        int port = port(text, hostTo + 1);
        return text.charAt(hostTo) == ':' && port > 0
                ? Optional.of(new HostPort(host, port))
                : Optional.empty();
    }

    private static int port(String text, int from) {
        if (from >= text.length() || text.length() - from > 5) {
            return -1;
        }
        int port = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            port = port * 10 + c - '0';
        }
        return port <= 65_535 ? port : -1;
    }

    private static boolean nameOk(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean ok = letterOrDigit(c) || c == '.' || c == '-' || c == '_';
            if (!ok) {
                return false;
            }
        }
        return !host.isEmpty() && host.length() <= Bounds.HOST_CHARS;
    }

    /// A rough look at an IPv6 address in brackets; whether it is one, the resolver finds out. A
    /// zone stands behind `%25` (RFC 6874 §2) or, as many write it, behind a percent sign alone.
    private static boolean addressOk(String host) {
        boolean zone = false;
        for (int i = 1; i < host.length() - 1; i++) {
            char c = host.charAt(i);
            boolean address = c == ':' || c == '.' || c == '%';
            zone |= c == '%';
            if (!(letterOrDigit(c) || address || zone && (c == '-' || c == '_' || c == '~'))) {
                return false;
            }
        }
        return host.length() > 2 && host.length() <= Bounds.HOST_CHARS;
    }

    private static boolean letterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    /// The user part with escapes resolved once. It may hold any character then, even a line end.
    public String plainUser() {
        return Escapes.unescape(user);
    }

    /// Whether both mean the same (RFC 3261 §19.1.4). Not transitive: a parameter that only one has
    /// may not matter.
    public boolean equivalent(SipUri other) {
        return Equivalence.of(this, other);
    }

    /// Host in lower case.
    public String domain() {
        return host.toLowerCase(Locale.ROOT);
    }

    /// The `transport` parameter in lower case, or empty.
    public String transport() {
        return parameters.value("transport").orElse("").toLowerCase(Locale.ROOT);
    }

    /// With this parameter set; an empty value makes a flag.
    public SipUri withParameter(String name, String value) {
        return new SipUri(
                secure, user, password, host, port, parameters.with(name, value), headers);
    }

    /// Without this parameter.
    public SipUri withoutParameter(String name) {
        return new SipUri(secure, user, password, host, port, parameters.without(name), headers);
    }

    /// The same address at another host and port.
    ///
    /// @param newPort 0 or less for none
    public SipUri at(String newHost, int newPort) {
        return new SipUri(secure, user, password, newHost, newPort, parameters, headers);
    }

    /// With another user, escaped already ([Escapes#escapeUser]).
    public SipUri withUser(String escapedUser) {
        return new SipUri(secure, escapedUser, password, host, port, parameters, headers);
    }

    /// The same with `sips`.
    public SipUri asSecure() {
        return new SipUri(true, user, password, host, port, parameters, headers);
    }

    /// Scheme, user, host and port only: what From and To show, and what addresses of record are.
    public SipUri bare() {
        return new SipUri(secure, user, "", host, port, Parameters.NONE, "");
    }

    /// Without what must not stand in a Request-URI: the URI's headers and `method` (RFC 3261
    /// §19.1.1 table 1).
    public SipUri asRequestUri() {
        return headers.isEmpty() && !parameters.has("method")
                ? this
                : new SipUri(secure, user, password, host, port, parameters.without("method"), "");
    }

    /// `host` or `host:port`.
    public String hostAndPort() {
        return port < 0 ? host : host + ':' + port;
    }

    @Override
    public String text() {
        StringBuilder out = new StringBuilder(64);
        text(out);
        return out.toString();
    }

    /// Appends the text.
    public void text(StringBuilder out) {
        out.append(secure ? "sips:" : "sip:");
        if (!user.isEmpty() || !password.isEmpty()) {
            out.append(user);
            if (!password.isEmpty()) {
                out.append(':').append(password);
            }
            out.append('@');
        }
        out.append(host);
        if (port >= 0) {
            out.append(':').append(port);
        }
        parameters.text(out);
        if (!headers.isEmpty()) {
            out.append('?').append(headers);
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
