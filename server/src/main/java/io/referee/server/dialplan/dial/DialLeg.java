package io.referee.server.dialplan.dial;

/// One leg of a dial string, with its variables filled in. *Immutable.*
///
/// @param text the destination as it was written, for logs
/// @param user without escapes; empty when there is none
/// @param host a host, an address, or the name of a provider; an IPv6 address keeps its brackets
/// @param port -1 when not given
/// @param parameters of the URI, from the first semicolon on; empty when there are none
/// @param headers of the URI, behind the question mark
/// @param foreign somebody else than the plan's owner wrote it: it never means a provider, whose
///   calls the owner pays for
public record DialLeg(
        String text,
        Scheme scheme,
        String user,
        String host,
        int port,
        String parameters,
        String headers,
        LegOptions options,
        boolean foreign) {

    /// How the destination begins.
    public enum Scheme {
        UNSAID,
        SIP,
        SIPS
    }

    /// With this user.
    public DialLeg withUser(String other) {
        return new DialLeg(text, scheme, other, host, port, parameters, headers, options, foreign);
    }

    /// `host` or `host:port`.
    public String hostAndPort() {
        return port < 0 ? host : host + ':' + port;
    }
}
