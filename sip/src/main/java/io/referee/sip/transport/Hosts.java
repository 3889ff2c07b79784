package io.referee.sip.transport;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// IP addresses as SIP writes them. Never asks DNS.
public final class Hosts {
    private static final String ESCAPED = "%25";

    private Hosts() {}

    /// The address with `host` taken literally when it is an IP address (IPv6 with or without
    /// brackets), else unresolved. No look-up is made. A link-local address may name the interface
    /// that it is meant on, as in `fe80::1%eth0`, or `fe80::1%25eth0` in a URI (RFC 6874 §2); of an
    /// interface that this machine lacks, it stays unresolved.
    ///
    /// @throws IllegalArgumentException when the port is not 0 to 65535
    public static InetSocketAddress address(String host, int port) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String literal = bracketed ? host.substring(1, host.length() - 1) : host;
        if (bracketed || numeric(literal)) {
            try {
                return new InetSocketAddress(InetAddress.ofLiteral(unescaped(literal)), port);
            } catch (IllegalArgumentException e) {
                return InetSocketAddress.createUnresolved(host, port);
            }
        }
        return literal.equalsIgnoreCase("localhost")
                ? new InetSocketAddress(loopback(), port)
                : InetSocketAddress.createUnresolved(host, port);
    }

    /// The percent sign in front of a zone is escaped in a URI. A zone may be called `25`.
    private static String unescaped(String literal) {
        int zone = literal.indexOf(ESCAPED);
        int name = zone + ESCAPED.length();
        return zone < 0 || name == literal.length()
                ? literal
                : literal.substring(0, zone) + '%' + literal.substring(name);
    }

    /// The address with these octets.
    ///
    /// @param ip four or sixteen octets
    public static InetSocketAddress address(byte[] ip, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address of " + ip.length + " octets", e);
        }
    }

    /// Only digits and three dots, or something with two colons, which no name has.
    private static boolean numeric(String host) {
        int dots = 0;
        int colons = 0;
        int others = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            switch (c) {
                case '.' -> dots++;
                case ':' -> colons++;
                default -> others += c >= '0' && c <= '9' ? 0 : 1;
            }
        }
        return colons >= 2 || colons == 0 && dots == 3 && others == 0;
    }

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four octets are an address", e);
        }
    }

    /// The address with a name beside it, which is never looked up: `getHostString` gives it back.
    /// An IP address as the name changes nothing.
    ///
    /// @param name as it was asked for; an IPv6 address may stand in brackets
    public static InetAddress named(String name, InetAddress address) {
        if (name.startsWith("[") || numeric(name)) {
            return address;
        }
        try {
            return InetAddress.getByAddress(name, address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("octets of an address are an address", e);
        }
    }

    /// The address as text, IPv6 in brackets and without a name. Its zone is written as in a URI
    /// (RFC 6874 §2), so that [#address(String, int)] finds the interface again.
    public static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip == null) {
            return address.getHostString();
        }
        return ip instanceof Inet6Address
                ? '[' + ip.getHostAddress().replace("%", ESCAPED) + ']'
                : ip.getHostAddress();
    }

    /// The same without a zone: what others are told, to whom the names of our interfaces mean
    /// nothing (RFC 4007 §6).
    public static String shown(InetSocketAddress address) {
        String text = text(address);
        int zone = address.isUnresolved() ? -1 : text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone) + ']';
    }
}
