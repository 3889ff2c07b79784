package io.referee.server.app.config;

import java.net.InetAddress;

/// What a host may look like in a setting: a name, an IPv4 address, an IPv6 address in square
/// brackets, which may have a zone of this machine.
public final class Hosts {
    /// The longest host name (RFC 1035 §2.3.4).
    public static final int MAX_LENGTH = 253;

    private Hosts() {}

    /// Whether this is a host as it stands in front of a port.
    public static boolean isHost(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        return text.startsWith("[") ? isBracketed(text) : isName(text);
    }

    /// The host without the square brackets of an IPv6 address. The percent sign in front of a zone
    /// may be escaped as in a URI (RFC 6874 §2); a zone may be called `25`.
    public static String withoutBrackets(String host) {
        return host.startsWith("[")
                ? host.substring(1, host.length() - 1).replaceFirst("%25(?=.)", "%")
                : host;
    }

    private static boolean isBracketed(String text) {
        return text.endsWith("]") && text.indexOf(':') > 0 && isLiteral(withoutBrackets(text));
    }

    private static boolean isName(String text) {
        boolean plain =
                text.chars().allMatch(c -> isLetterOrDigit(c) || c == '-' || c == '.' || c == '_');
        return plain && !text.startsWith(".") && !text.startsWith("-") && !text.contains("..");
    }

    private static boolean isLetterOrDigit(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static boolean isLiteral(String address) {
        try {
            return InetAddress.ofLiteral(address) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
