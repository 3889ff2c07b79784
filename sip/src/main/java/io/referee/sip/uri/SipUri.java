package io.referee.sip.uri;

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
        boolean secure, String user, String password, String host, int port, Parameters parameters, String headers)
        implements Uri {

    /// Longest URI that is read, in characters.
    public static final int MAX_LENGTH = 8_192;

    /// `sip:user@host` or, with a port above 0, `sip:user@host:port`. An empty user leaves it out.
    public static SipUri of(String user, String host, int port) {
        return new SipUri(false, user, "", host, port, Parameters.NONE, "");
    }

    /// Reads a SIP URI; empty when it is none.
    public static Optional<SipUri> parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0 || text.length() > MAX_LENGTH || !printable(text)) {
            return Optional.empty();
        }
        String scheme = text.substring(0, colon);
        boolean secure = scheme.equalsIgnoreCase("sips");
        if (!secure && !scheme.equalsIgnoreCase("sip")) {
            return Optional.empty();
        }
        int userEnd = atSign(text, colon + 1);
        String userInfo = userEnd < 0 ? "" : text.substring(colon + 1, userEnd);
        int hostFrom = userEnd < 0 ? colon + 1 : userEnd + 1;
        int question = text.indexOf('?', hostFrom);
        String headers = question < 0 ? "" : text.substring(question + 1);
        int hostEnd = question < 0 ? text.length() : question;
        int semicolon = text.indexOf(';', hostFrom);
        int parametersFrom = semicolon >= 0 && semicolon < hostEnd ? semicolon : hostEnd;
        return hostPort(text.substring(hostFrom, parametersFrom))
                .map(hostPort -> build(
                        secure,
                        userInfo,
                        hostPort,
                        Parameters.parse(text.substring(parametersFrom, hostEnd)),
                        headers));
    }

    private static SipUri build(
            boolean secure, String userInfo, HostPort where, Parameters parameters, String headers) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new SipUri(secure, user, password, where.host, where.port, parameters, headers);
    }

    private static int atSign(String text, int from) {
        // A user part may hold ; and ? but no @: the first @ ends it, unless it stands in the URI's headers.
        int at = text.indexOf('@', from);
        int question = text.indexOf('?', from);
        return at >= 0 && question >= 0 && question < at && hostLike(text, from, question) ? -1 : at;
    }

    private static boolean hostLike(String text, int from, int to) {
        return text.substring(from, to).indexOf('.') > 0 && !text.substring(question(text, to)).startsWith("@");
    }

    private static int question(String text, int to) {
        return Math.min(to + 1, text.length());
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
        int hostEnd;
        if (text.startsWith("[")) {
            hostEnd = text.indexOf(']') + 1;
            if (hostEnd == 0) {
                return Optional.empty();
            }
        } else {
            int colon = text.indexOf(':');
            hostEnd = colon < 0 ? text.length() : colon;
        }
        String host = text.substring(0, hostEnd);
        if (!hostOk(host)) {
            return Optional.empty();
        }
        if (hostEnd == text.length()) {
            return Optional.of(new HostPort(host, -1));
        }
        int port = port(text, hostEnd + 1);
        return text.charAt(hostEnd) == ':' && port > 0 ? Optional.of(new HostPort(host, port)) : Optional.empty();
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

    private static boolean hostOk(String host) {
        if (host.isEmpty() || host.length() > 255) {
            return false;
        }
        boolean v6 = host.charAt(0) == '[';
        for (int i = v6 ? 1 : 0; i < host.length() - (v6 ? 1 : 0); i++) {
            char c = host.charAt(i);
            boolean plain = c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '-'
                    || c == '_';
            if (!plain && !(v6 && (c == ':' || c == '%'))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String scheme() {
        return secure ? "sips" : "sip";
    }

    /// The user part with escapes resolved once.
    public String plainUser() {
        return Escapes.unescape(user);
    }

    /// Host in lower case.
    public String domain() {
        return host.toLowerCase(Locale.ROOT);
    }

    /// The `transport` parameter in lower case, or empty.
    public String transport() {
        return parameters.value("transport").orElse("").toLowerCase(Locale.ROOT);
    }

    public SipUri withParameter(String name, String value) {
        return new SipUri(secure, user, password, host, port, parameters.with(name, value), headers);
    }

    public SipUri withoutParameter(String name) {
        return new SipUri(secure, user, password, host, port, parameters.without(name), headers);
    }

    public SipUri withUser(String escapedUser) {
        return new SipUri(secure, escapedUser, password, host, port, parameters, headers);
    }

    /// Scheme, user, host and port only: what From and To show, and what addresses of record are.
    public SipUri bare() {
        return new SipUri(secure, user, "", host, port, Parameters.NONE, "");
    }

    /// Without what must not stand in a Request-URI: the URI's headers and `method` (RFC 3261 §19.1.1 table 1).
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
        StringBuilder out = new StringBuilder(64).append(secure ? "sips:" : "sip:");
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
        out.append(parameters.text());
        return headers.isEmpty() ? out.toString() : out.append('?').append(headers).toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
